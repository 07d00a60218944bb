package io.cellplane.standalone.cloud;

import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.process.SecretFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where identity, image and network services are, and who Cellplane is to them.
 *
 * @param user who Cellplane is to them
 * @param passwordFile where its password lies
 * @param project the one that it logs in for
 * @param adminPasswordFile the password of the administrator {@code admin}, in whose name the commands ask
 * @param debian whether they are Debian's own, which are run beside the cloud by {@code neighbours/run}, with a user {@code demo}
 */
public record Elsewhere(
        String identityUrl,
        String imageUrl,
        String networkUrl,
        String user,
        Path passwordFile,
        String project,
        Path adminPasswordFile,
        boolean debian) {

    private static final Duration CALL = Duration.ofSeconds(10);

    /** Beside a cloud that has these secrets, on those ports; all of them must be known. */
    public static Elsewhere beside(String host, Ports ports, CloudSecrets secrets, boolean debian) {
        String at = "http://" + host + ":";
        return new Elsewhere(
                at + ports.identity() + "/v3",
                at + ports.image(),
                at + ports.network(),
                "cellplane",
                secrets.passwordFile("cellplane"),
                "service",
                secrets.passwordFile("admin"),
                debian);
    }

    /** Clients in the name of Cellplane's own user. */
    public OpenStack clients() {
        return new OpenStack(
                new Endpoints(URI.create(identityUrl), URI.create(imageUrl), URI.create(networkUrl)),
                ServiceCredential.of(user, SecretFiles.password(passwordFile.toString()), project),
                CALL);
    }
}
