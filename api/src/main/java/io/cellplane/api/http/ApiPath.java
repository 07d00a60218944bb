package io.cellplane.api.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's path in the one form that routes have: {@code /v2.1/…}, without a project's id in front, a slash or
 * {@code .json} at the end.
 *
 * @param isLegacy it came as {@code /v2/…}: the oldest microversion, unknown fields are ignored
 * @param project the project's id that stood in front
 */
record ApiPath(String normal, boolean isLegacy, @Nullable String project) {
    static final String ATTRIBUTE = "cellplane.path";
    static final String ROOT = "/v2.1";
    private static final String JSON = ".json";

    static ApiPath of(String raw) {
        List<String> segments = new ArrayList<>(
                Arrays.stream(raw.split("/")).filter(s -> !s.isEmpty()).toList());
        if (segments.isEmpty()) {
            return new ApiPath("/", false, null);
        }
        boolean isLegacy = segments.getFirst().equals("v2");
        if (!isLegacy && !segments.getFirst().equals("v2.1")) {
            return new ApiPath(raw, false, null);
        }
        if (segments.size() == 1) {
            return new ApiPath(isLegacy ? "/v2" : ROOT, isLegacy, null);
        }
        segments.removeFirst();
        String project = null;
        if (!isResource(segments.getFirst()) && segments.size() > 1 && isResource(segments.get(1))) {
            project = segments.removeFirst();
        }
        String last = segments.removeLast();
        segments.add(
                last.endsWith(JSON) && isResource(segments.isEmpty() ? bare(last) : segments.getFirst())
                        ? bare(last)
                        : last);
        return new ApiPath(ROOT + "/" + String.join("/", segments), isLegacy, project);
    }

    private static String bare(String segment) {
        return segment.endsWith(JSON) ? segment.substring(0, segment.length() - JSON.length()) : segment;
    }

    /** Every first word of a route; those that begin with {@code os-} are not listed. */
    private static final Set<String> WORDS = Set.of("servers", "flavors", "images", "limits", "extensions");

    private static boolean isResource(String segment) {
        String plain = bare(segment);
        return WORDS.contains(plain) || plain.startsWith("os-");
    }
}
