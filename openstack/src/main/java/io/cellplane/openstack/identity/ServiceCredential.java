package io.cellplane.openstack.identity;

/** How this process logs in. Never logged: {@link #toString()} leaves the password out. */
public record ServiceCredential(
        String userName, String userDomain, String password, String projectName, String projectDomain) {

    /** A user and a project of the domain {@code Default}. */
    public static ServiceCredential of(String userName, String password, String projectName) {
        return new ServiceCredential(userName, "Default", password, projectName, "Default");
    }

    @Override
    public String toString() {
        return "ServiceCredential[" + userName + "@" + projectName + "]";
    }
}
