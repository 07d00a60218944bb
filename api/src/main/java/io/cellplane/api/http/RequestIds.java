package io.cellplane.api.http;

import io.micronaut.http.HttpRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request's own id, and the one that the caller gave it. */
public record RequestIds(String own, @Nullable String global) {
    static final String ATTRIBUTE = "cellplane.request.ids";
    static final String HEADER = "X-OpenStack-Request-ID";
    static final String COMPUTE_HEADER = "X-Compute-Request-Id";
    private static final Pattern FORM = Pattern.compile("req-[0-9A-Za-z-]{1,60}");

    /** What was minted for this request; minted now if nothing was. */
    public static RequestIds of(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, RequestIds.class).orElseGet(() -> {
            String given = request.getHeaders().get(HEADER);
            RequestIds ids = new RequestIds(
                    "req-" + UUID.randomUUID(),
                    given != null && FORM.matcher(given).matches() ? given : null);
            request.setAttribute(ATTRIBUTE, ids);
            return ids;
        });
    }
}
