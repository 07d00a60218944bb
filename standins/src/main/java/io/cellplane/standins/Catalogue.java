package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Which services there are and where; set late, since ports may be known late. */
final class Catalogue {
    private static final Map<String, String> NAMES =
            Map.of("identity", "keystone", "compute", "nova", "image", "glance", "network", "neutron");

    private volatile Map<String, String> services = Map.of();

    /** @param urls by service type; {@code {host}} in one stands for the host name that the client used */
    void set(Map<String, String> urls) {
        services = Map.copyOf(urls);
    }

    ArrayNode json(Call call, String region) {
        ArrayNode all = Store.JSON.createArrayNode();
        urls(call).forEach((type, url) -> {
            ObjectNode service = service(type);
            ArrayNode endpoints = service.putArray("endpoints");
            for (String side : List.of("public", "internal", "admin")) {
                endpoints.add(endpoint(type, side, url, region));
            }
            all.add(service);
        });
        return all;
    }

    List<ObjectNode> services(Call call) {
        return urls(call).keySet().stream()
                .map(type -> service(type).put("enabled", true))
                .toList();
    }

    ArrayNode endpoints(Call call, String region) {
        ArrayNode all = Store.JSON.createArrayNode();
        urls(call).forEach((type, url) -> {
            for (String side : List.of("public", "internal", "admin")) {
                all.add(endpoint(type, side, url, region)
                        .put("service_id", id("service", type))
                        .put("enabled", true));
            }
        });
        return all;
    }

    private Map<String, String> urls(Call call) {
        Map<String, String> urls = new TreeMap<>(services);
        urls.replaceAll((type, url) -> url.replace("{host}", call.hostName()));
        urls.put("identity", call.base() + "/v3");
        return urls;
    }

    private static ObjectNode service(String type) {
        return Docs.object()
                .put("id", id("service", type))
                .put("type", type)
                .put("name", NAMES.getOrDefault(type, type));
    }

    private static ObjectNode endpoint(String type, String side, String url, String region) {
        return Docs.object()
                .put("id", id(side, type))
                .put("interface", side)
                .put("region", region)
                .put("region_id", region)
                .put("url", url);
    }

    private static String id(String kind, String type) {
        return UUID.nameUUIDFromBytes((kind + "/" + type).getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }
}
