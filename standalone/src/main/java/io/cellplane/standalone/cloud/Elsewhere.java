package io.cellplane.standalone.cloud;

import io.cellplane.openstack.Endpoints;
import io.cellplane.openstack.OpenStack;
import io.cellplane.openstack.http.Wire;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.process.SecretFiles;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where identity, image and network services are, and who Cellplane is to them.
 *
 * @param imageUrl null: where the catalogue says; so the network service
 * @param region of whose endpoints there; empty: of any
 * @param interfaces of which of its endpoints, the preferred one first
 * @param caFile the authorities that are trusted with their certificates; empty: those of the JVM
 * @param user who Cellplane is to them
 * @param passwordFile where its password lies
 * @param project the one that it logs in for
 * @param adminPasswordFile the password of the administrator {@code admin}, in whose name the commands ask
 * @param debian whether they are Debian's own, which are run beside the cloud by {@code neighbours/run}, with a user {@code demo}
 */
public record Elsewhere(
        String identityUrl,
        @Nullable String imageUrl,
        @Nullable String networkUrl,
        String region,
        List<String> interfaces,
        String caFile,
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
                "",
                Endpoints.INTERFACES,
                "",
                "cellplane",
                secrets.passwordFile("cellplane"),
                "service",
                secrets.passwordFile("admin"),
                debian);
    }

    /** Clients in the name of Cellplane's own user. */
    public OpenStack clients() {
        return clients(ServiceCredential.of(user, SecretFiles.password(passwordFile.toString()), project));
    }

    /** Clients in somebody's name. */
    public OpenStack clients(ServiceCredential credential) {
        return new OpenStack(
                new Endpoints(URI.create(identityUrl), uri(imageUrl), uri(networkUrl), region, interfaces),
                credential,
                wire());
    }

    /** How they are called. */
    public Wire wire() {
        return new Wire(Duration.ofSeconds(3), CALL, caFile, 0, 0, Set.of());
    }

    private static @Nullable URI uri(@Nullable String address) {
        return address == null ? null : URI.create(address);
    }
}
