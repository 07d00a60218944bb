package io.cellplane.api.version;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One version of the two, and what the documents say of it; the older has no microversions. */
public enum Major {
    V20("v2.0", "v2", "DEPRECATED", "2011-01-21T11:33:21Z", "2", false),
    V21("v2.1", "v2.1", "CURRENT", "2013-07-23T11:33:21Z", "2.1", true);

    private final String id;
    private final String path;
    private final String status;
    private final String updated;
    private final String type;
    private final boolean hasMicroversions;

    Major(String id, String path, String status, String updated, String type, boolean hasMicroversions) {
        this.id = id;
        this.path = path;
        this.status = status;
        this.updated = updated;
        this.type = type;
        this.hasMicroversions = hasMicroversions;
    }

    /** An item of the list at the root. */
    public Map<String, Object> item(String baseUrl) {
        Map<String, Object> item = common();
        item.put("links", List.of(self(baseUrl + "/" + path + "/")));
        return item;
    }

    /** The version's own document. */
    public Map<String, Object> document(String baseUrl) {
        Map<String, Object> document = common();
        document.put(
                "links",
                List.of(
                        self(baseUrl + "/" + path + "/"),
                        Map.of("rel", "describedby", "type", "text/html", "href", "http://docs.openstack.org/")));
        document.put("media-types", mediaTypes());
        return document;
    }

    /** An item of the choices that an unversioned path gets. */
    Map<String, Object> choice(String baseUrl, String unversioned) {
        Map<String, Object> choice = new LinkedHashMap<>();
        choice.put("id", id);
        choice.put("status", status);
        choice.put("links", List.of(self(baseUrl + "/" + path + unversioned)));
        choice.put("media-types", mediaTypes());
        return choice;
    }

    private Map<String, Object> common() {
        Map<String, Object> common = new LinkedHashMap<>();
        common.put("id", id);
        common.put("status", status);
        common.put("version", hasMicroversions ? Microversion.MAX.toString() : "");
        common.put("min_version", hasMicroversions ? Microversion.MIN.toString() : "");
        common.put("updated", updated);
        return common;
    }

    private static Map<String, String> self(String href) {
        return Map.of("rel", "self", "href", href);
    }

    private List<Map<String, String>> mediaTypes() {
        return List.of(
                Map.of("base", "application/json", "type", "application/vnd.openstack.compute+json;version=" + type));
    }
}
