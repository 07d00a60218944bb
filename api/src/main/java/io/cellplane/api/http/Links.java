package io.cellplane.api.http;

import java.util.List;
import java.util.Map;

/** The links that each resource carries. */
public final class Links {
    private Links() {}

    /**
     * What addresses begin with.
     *
     * @param base {@code http://host:port} as the client sees it
     * @param version the version of the API that was asked, and the project where the client named it
     * @param project the same without the version
     */
    record Roots(String base, String version, String project) {}

    /** @param path such as {@code flavors/<id>} */
    public static List<Map<String, String>> of(Call call, String path) {
        return List.of(
                Map.of("rel", "self", "href", call.link(path)), Map.of("rel", "bookmark", "href", call.bookmark(path)));
    }

    /** The bookmark alone, as inside of other resources. */
    public static List<Map<String, String>> bookmark(Call call, String path) {
        return List.of(Map.of("rel", "bookmark", "href", call.bookmark(path)));
    }
}
