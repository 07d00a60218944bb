package io.cellplane.standins;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which request is whose: templates like {@code GET /v3/users/{id}}; a literal segment goes before a variable. */
final class Routes {
    interface Handler {
        Said answer(Call call);
    }

    record Found(Handler handler, Map<String, String> vars) {}

    private record Route(String method, List<String> segments, Handler handler) {}

    private final List<Route> routes = new ArrayList<>();

    Routes on(String methodAndPath, Handler handler) {
        String[] parts = methodAndPath.split(" ");
        routes.add(new Route(parts[0], segments(parts[1]), handler));
        return this;
    }

    /** Null when there is no such path; 405 when there is, with another method. */
    @Nullable Found find(String method, String rawPath) {
        List<String> asked = segments(rawPath);
        Found best = null;
        boolean known = false;
        for (Route route : routes) {
            Map<String, String> vars = match(route.segments, asked);
            if (vars == null) {
                continue;
            }
            known = true;
            boolean fits = route.method.equals(method) || (method.equals("HEAD") && route.method.equals("GET"));
            if (fits && (best == null || vars.size() < best.vars.size())) {
                best = new Found(route.handler, vars);
            }
        }
        if (best == null && known) {
            throw new WireFailure(405, "", "The method is not allowed for the requested URL.");
        }
        return best;
    }

    private static @Nullable Map<String, String> match(List<String> template, List<String> asked) {
        if (template.size() != asked.size()) {
            return null;
        }
        Map<String, String> vars = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String segment = template.get(i);
            if (segment.startsWith("{")) {
                vars.put(segment.substring(1, segment.length() - 1), asked.get(i));
            } else if (!segment.equals(asked.get(i))) {
                return null;
            }
        }
        return vars;
    }

    private static List<String> segments(String rawPath) {
        List<String> found = new ArrayList<>();
        for (String segment : rawPath.split("/")) {
            if (!segment.isEmpty()) {
                found.add(Call.decoded(segment.replace("+", "%2B")));
            }
        }
        return found;
    }
}
