package io.cellplane.standalone.cloud;

import java.nio.file.Path;

/** What OpenStack's clients read: the clouds {@code cellplane} (an administrator) and {@code demo} (a member). */
public final class CloudsYaml {
    private static final String NAME = "clouds.yaml";

    private CloudsYaml() {}

    /** Where it lies. */
    public static Path in(Path data) {
        return data.resolve(NAME);
    }

    /** Writes it, for its owner only. */
    public static void write(Path data, CloudFile cloud) {
        String text = "clouds:\n"
                + entry("cellplane", "admin", cloud.adminPassword(), cloud.services())
                + (cloud.demoPassword().isEmpty() ? "" : entry("demo", "demo", cloud.demoPassword(), cloud.services()));
        PrivateFile.write(in(data), text);
    }

    private static String entry(String cloud, String user, String password, Elsewhere services) {
        return """
                  %s:
                    auth:
                      auth_url: %s
                      username: %s
                      password: %s
                      project_name: %s
                      user_domain_name: Default
                      project_domain_name: Default
                    region_name: %s
                    identity_api_version: 3
                    compute_api_version: '2.79'
                """.formatted(
                                cloud,
                                services.identityUrl(),
                                user,
                                password,
                                user,
                                services.region().isEmpty() ? "RegionOne" : services.region())
                + (services.caFile().isEmpty() ? "" : "    cacert: " + services.caFile() + "\n");
    }
}
