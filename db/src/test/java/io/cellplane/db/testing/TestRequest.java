package io.cellplane.db.testing;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PlaceHints;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.contracts.server.RequestedServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server that a test asks for: of the smallest flavor, from an image, without networks, but for what is said otherwise. */
public final class TestRequest {
    private UUID uuid = UUID.randomUUID();
    private String project = "project";
    private String user = "user";
    private String request = "req-1";
    private String name = "name";
    private FlavorSpec flavor = TestServer.FLAVOR;
    private @Nullable String image = "image";
    private Map<String, String> imageProperties = Map.of();
    private Map<String, String> metadata = Map.of();
    private List<String> tags = List.of();
    private @Nullable String zone;
    private @Nullable String host;
    private boolean forced;
    private @Nullable PlaceHints hints;
    private List<RequestedNetwork> networks = List.of();
    private Instant at = Instant.now();

    private TestRequest() {}

    public static TestRequest server() {
        return new TestRequest();
    }

    public TestRequest uuid(UUID which) {
        uuid = which;
        return this;
    }

    public TestRequest by(String whichProject, String whichUser, String whichRequest) {
        user = whichUser;
        request = whichRequest;
        return project(whichProject);
    }

    public TestRequest project(String whichProject) {
        project = whichProject;
        return this;
    }

    public TestRequest name(String whichName) {
        name = whichName;
        return this;
    }

    public TestRequest flavor(FlavorSpec whichFlavor) {
        flavor = whichFlavor;
        return this;
    }

    /** @param which null for none */
    public TestRequest image(@Nullable String which, Map<String, String> properties) {
        image = which;
        imageProperties = properties;
        return this;
    }

    public TestRequest metadata(Map<String, String> whichMetadata, List<String> whichTags) {
        metadata = whichMetadata;
        tags = whichTags;
        return this;
    }

    public TestRequest zone(@Nullable String whichZone) {
        zone = whichZone;
        return this;
    }

    /** On this host and no other, whatever the filters say. */
    public TestRequest forcedTo(String whichHost) {
        host = whichHost;
        forced = true;
        return this;
    }

    public TestRequest hints(List<UUID> sameHost, List<UUID> differentHost) {
        hints = new PlaceHints(sameHost, differentHost, null);
        return this;
    }

    public TestRequest networks(List<RequestedNetwork> whichNetworks) {
        networks = whichNetworks;
        return this;
    }

    public TestRequest at(Instant when) {
        at = when;
        return this;
    }

    public RequestedServer build() {
        return new RequestedServer(
                uuid,
                project,
                user,
                name,
                "host-" + name,
                null,
                flavor,
                image,
                imageProperties,
                null,
                null,
                null,
                null,
                metadata,
                tags,
                List.of("default"),
                zone,
                host,
                forced,
                hints,
                networks,
                false,
                null,
                null,
                false,
                0,
                "r-1",
                request,
                at);
    }
}
