package io.cellplane.openstack;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the services are: with or without their version in the path.
 *
 * @param image null: where the identity service's catalogue says; so the network service
 * @param region of whose endpoints in the catalogue one is taken; empty: of any
 * @param interfaces of {@code public}, {@code internal} and {@code admin} those that are taken, the preferred one first
 */
public record Endpoints(
        URI identity, @Nullable URI image, @Nullable URI network, String region, List<String> interfaces) {
    /** Nova's. */
    public static final List<String> INTERFACES = List.of("internal", "public");

    public Endpoints {
        identity = URI.create(bare(identity, "/v3") + "/v3");
        image = image == null ? null : bareImage(image);
        network = network == null ? null : bareNetwork(network);
        interfaces = List.copyOf(interfaces);
    }

    /** All by their addresses. */
    public Endpoints(URI identity, URI image, URI network) {
        this(identity, image, network, "", INTERFACES);
    }

    static URI bareImage(URI given) {
        return URI.create(bare(given, "/v2"));
    }

    static URI bareNetwork(URI given) {
        return URI.create(bare(given, "/v2.0"));
    }

    private static String bare(URI given, String version) {
        String text = given.toString().replaceAll("/+$", "");
        return text.endsWith(version) ? text.substring(0, text.length() - version.length()) : text;
    }
}
