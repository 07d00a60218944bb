package io.cellplane.openstack;

import java.net.URI;

/** Where the services are: with or without their version in the path. */
public record Endpoints(URI identity, URI image, URI network) {
    public Endpoints {
        identity = URI.create(bare(identity, "/v3") + "/v3");
        image = URI.create(bare(image, "/v2"));
        network = URI.create(bare(network, "/v2.0"));
    }

    private static String bare(URI given, String version) {
        String text = given.toString().replaceAll("/+$", "");
        return text.endsWith(version) ? text.substring(0, text.length() - version.length()) : text;
    }
}
