package io.cellplane.openstack.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.openstack.NoEndpoint;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.http.OwnCalls;
import io.cellplane.openstack.http.ServiceHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Where the identity service says that others are, to this process's own token. */
public final class Catalogue {
    private final OwnCalls calls;
    private final String region;
    private final List<String> interfaces;

    /**
     * @param http rooted at {@code …/v3}
     * @param region empty: any
     * @param interfaces the preferred one first
     */
    public Catalogue(ServiceHttp http, TokenSource own, String region, List<String> interfaces) {
        this.calls = new OwnCalls(http, own);
        this.region = region;
        this.interfaces = List.copyOf(interfaces);
    }

    /**
     * The endpoint of a service, as it stands there.
     *
     * @throws NoEndpoint when there is none in the region with one of the interfaces
     * @throws ServiceAway when the identity service cannot be asked
     */
    public URI find(String type) {
        List<JsonNode> all = new ArrayList<>();
        for (JsonNode service : calls.get("/auth/catalog").good().path("catalog")) {
            if (service.path("type").asText().equals(type)) {
                service.path("endpoints").forEach(all::add);
            }
        }
        String url = interfaces.stream()
                .flatMap(each -> all.stream()
                        .filter(endpoint -> isHere(endpoint)
                                && endpoint.path("interface").asText().equals(each)))
                .map(endpoint -> endpoint.path("url").asText())
                .findFirst()
                .orElseThrow(() -> new NoEndpoint(type, lacking(type, all)));
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new NoEndpoint(type, "the endpoint in the catalogue is no address: " + url);
        }
    }

    private boolean isHere(JsonNode endpoint) {
        return region.isEmpty() || region(endpoint).equals(region);
    }

    private static String region(JsonNode endpoint) {
        return endpoint.path("region_id").asText(endpoint.path("region").asText());
    }

    private String lacking(String type, List<JsonNode> all) {
        String wanted = String.join(" or ", interfaces) + (region.isEmpty() ? "" : " in the region " + region);
        List<String> there = all.stream()
                .map(each -> each.path("interface").asText() + " in " + region(each))
                .distinct()
                .toList();
        return "the catalogue has no endpoint of the type " + type + ", " + wanted + "; it has "
                + (there.isEmpty() ? "none at all" : String.join(", ", there));
    }
}
