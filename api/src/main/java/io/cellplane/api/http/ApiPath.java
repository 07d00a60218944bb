package io.cellplane.api.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request's path in the one form that routes have: {@code /v2.1/…}, without a project's id in front or a slash at the
 * end, its segments encoded alike.
 *
 * @param isLegacy it came as {@code /v2/…}: the oldest microversion, unknown fields are ignored
 * @param project the project's id that stood in front
 * @param isText false when a segment is no UTF-8; the path is left as it came then
 */
record ApiPath(String normal, boolean isLegacy, @Nullable String project, boolean isText) {
    static final String ATTRIBUTE = "cellplane.path";
    static final String ROOT = "/v2.1";
    private static final String LEGACY = "/v2";

    /** Every first word of a route; those that begin with {@code os-} are not listed. */
    private static final Set<String> WORDS = Set.of("servers", "flavors", "images", "limits", "extensions");

    private static final Pattern PROJECT = Pattern.compile("[0-9a-f-]+");

    static ApiPath of(String raw) {
        List<String> segments = new ArrayList<>(
                Arrays.stream(raw.split("/")).filter(s -> !s.isEmpty()).toList());
        if (segments.isEmpty()) {
            return new ApiPath("/", false, null, true);
        }
        boolean isLegacy = segments.getFirst().equals("v2");
        if (!isLegacy && !segments.getFirst().equals("v2.1")) {
            return new ApiPath(raw, false, null, true);
        }
        segments.removeFirst();
        String project = null;
        boolean isProjectsRoot =
                segments.size() == 1 && PROJECT.matcher(segments.getFirst()).matches();
        boolean isInProject = segments.size() > 1 && !isResource(segments.getFirst()) && isResource(segments.get(1));
        if (isProjectsRoot || isInProject) {
            project = segments.removeFirst();
        }
        if (segments.isEmpty()) {
            return new ApiPath(isLegacy ? LEGACY : ROOT, isLegacy, project, true);
        }
        List<@Nullable String> texts = segments.stream().map(Segment::decoded).toList();
        boolean isText = texts.stream().noneMatch(text -> text == null);
        String rest =
                isText ? String.join("/", texts.stream().map(Segment::encoded).toList()) : String.join("/", segments);
        return new ApiPath(ROOT + "/" + rest, isLegacy, project, isText);
    }

    /** What links begin with: the version that was asked, and the project where it was named. */
    String root() {
        return (isLegacy ? LEGACY : ROOT) + inProject();
    }

    /** The same without a version. */
    String inProject() {
        return project == null ? "" : "/" + project;
    }

    private static boolean isResource(String segment) {
        return WORDS.contains(segment) || segment.startsWith("os-");
    }
}
