package io.cellplane.standalone;

import io.cellplane.standalone.cloud.Elsewhere;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where services run that are somebody else's, and who Cellplane is to them. */
final class ServiceOptions {
    @Option(names = "--identity-url", required = true, paramLabel = "URL", description = "a Keystone, ending in /v3")
    private String identityUrl = "";

    @Option(names = "--image-url", required = true, paramLabel = "URL", description = "a Glance")
    private String imageUrl = "";

    @Option(names = "--network-url", required = true, paramLabel = "URL", description = "a Neutron")
    private String networkUrl = "";

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

    Elsewhere elsewhere() {
        return new Elsewhere(
                identityUrl,
                imageUrl,
                networkUrl,
                serviceUser,
                servicePasswordFile.toAbsolutePath(),
                serviceProject,
                (adminPasswordFile == null ? servicePasswordFile : adminPasswordFile).toAbsolutePath(),
                false);
    }
}
