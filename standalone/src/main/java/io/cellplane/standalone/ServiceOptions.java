package io.cellplane.standalone;

import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.http.Trust;
import io.cellplane.standalone.cloud.Elsewhere;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where services run that are somebody else's, and who Cellplane is to them. */
final class ServiceOptions {
    @Option(names = "--identity-url", required = true, paramLabel = "URL", description = "a Keystone, ending in /v3")
    private String identityUrl = "";

    @Option(names = "--image-url", paramLabel = "URL", description = "a Glance (where Keystone's catalogue says)")
    private @Nullable String imageUrl;

    @Option(names = "--network-url", paramLabel = "URL", description = "a Neutron (where Keystone's catalogue says)")
    private @Nullable String networkUrl;

    @Option(names = "--region", paramLabel = "NAME", description = "whose endpoints in the catalogue are taken (any)")
    private String region = "";

    @Option(
            names = "--interfaces",
            split = ",",
            paramLabel = "NAME",
            description = "which of its endpoints, the preferred first (internal,public)")
    private List<String> interfaces = Endpoints.INTERFACES;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "the authorities trusted with their certificates, PEM")
    private @Nullable Path caFile;

    @Option(
            names = "--service-password-file",
            required = true,
            paramLabel = "FILE",
            description = "the password of Cellplane's user there")
    private Path servicePasswordFile = Path.of("");

    @Option(
            names = "--admin-password-file",
            paramLabel = "FILE",
            description = "that of the user admin in the project admin, in whose name the commands ask a cloud")
    private @Nullable Path adminPasswordFile;

    @Option(names = "--service-user", paramLabel = "NAME", description = "Cellplane's user there (${DEFAULT-VALUE})")
    private String serviceUser = "cellplane";

    @Option(names = "--service-project", paramLabel = "NAME", description = "its project (${DEFAULT-VALUE})")
    private String serviceProject = "service";

    /** @throws Refused without what its commands need */
    Elsewhere forCloud() {
        if (adminPasswordFile == null) {
            throw new Refused("--admin-password-file is missing: the commands ask the cloud in the name of admin");
        }
        return elsewhere();
    }

    /** @throws Refused for a CA file that is none */
    Elsewhere elsewhere() {
        try {
            Trust.check(caFile == null ? "" : caFile.toString());
        } catch (IllegalArgumentException e) {
            throw new Refused(String.valueOf(e.getMessage()));
        }
        return new Elsewhere(
                identityUrl,
                imageUrl,
                networkUrl,
                region,
                interfaces,
                caFile == null ? "" : caFile.toAbsolutePath().toString(),
                serviceUser,
                servicePasswordFile.toAbsolutePath(),
                serviceProject,
                (adminPasswordFile == null ? servicePasswordFile : adminPasswordFile).toAbsolutePath(),
                false);
    }
}
