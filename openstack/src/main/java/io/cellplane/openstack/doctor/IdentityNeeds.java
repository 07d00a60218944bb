package io.cellplane.openstack.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.TokenSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Versions, the own user and its roles, the catalogue. */
public final class IdentityNeeds implements Doctor.Needs {
    private static final String SERVICE = "identity";
    /** The first that knows access rules of application credentials. */
    private static final Version LEAST = new Version(3, 13);

    private final ServiceHttp http;
    private final TokenSource own;
    private final ServiceCredential credential;

    /** @param http rooted at {@code …/v3} */
    public IdentityNeeds(ServiceHttp http, TokenSource own, ServiceCredential credential) {
        this.http = http;
        this.own = own;
        this.credential = credential;
    }

    /** Whether there is a token to ask the others with. */
    boolean letsUsIn() {
        try {
            return !own.token().isEmpty();
        } catch (ServiceAway away) {
            return false;
        }
    }

    @Override
    public List<Finding> missing() {
        List<Finding> found = new ArrayList<>();
        String version =
                http.call("GET", "", null, Map.of()).good().at("/version/id").asText();
        if (Version.of(version).compareTo(LEAST) < 0) {
            found.add(new Finding(
                    SERVICE,
                    "It speaks " + version + ".",
                    "Hosts get at images by access rules, which Keystone has since v3.13 (Train): upgrade it."));
        }
        if (!letsUsIn()) {
            found.add(
                    new Finding(
                            SERVICE,
                            "It does not let the user " + credential.userName() + " into the project "
                                    + credential.projectName() + ".",
                            "Make both, give the user a role there, and look at cellplane.services.user, project and password-file."));
            return found;
        }
        String token = own.token();
        Answer answer = http.call("GET", "/auth/tokens", null, Map.of("X-Auth-Token", token, "X-Subject-Token", token));
        JsonNode said = answer.good().path("token");
        List<String> roles = said.path("roles").findValuesAsText("name");
        for (String role : List.of("admin", "service")) {
            if (roles.stream().noneMatch(role::equalsIgnoreCase)) {
                found.add(new Finding(
                        SERVICE,
                        "The user " + credential.userName() + " has no role " + role + " in the project "
                                + credential.projectName() + ".",
                        "openstack role add --user " + credential.userName() + " --project " + credential.projectName()
                                + " " + role));
            }
        }
        if (StreamSupport.stream(said.path("catalog").spliterator(), false)
                .noneMatch(each -> each.path("type").asText().equals("compute"))) {
            found.add(new Finding(
                    SERVICE,
                    "Its catalogue has no service of the type compute, so clients do not find this API.",
                    "openstack service create --name cellplane compute, and openstack endpoint create for it with the address"
                            + " of the API, http://HOST:8774/v2.1."));
        }
        return found;
    }
}
