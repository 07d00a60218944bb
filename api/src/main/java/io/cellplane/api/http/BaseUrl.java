package io.cellplane.api.http;

import io.cellplane.api.ApiSettings;
import io.micronaut.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the client believes the API to be: links must lead back there. */
public final class BaseUrl {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+(:\\d{1,5})?|\\[[0-9a-fA-F:.]+](:\\d{1,5})?");

    private BaseUrl() {}

    /**
     * The configured public address; else what the client's own headers say, as far as that is an address of the web.
     * Without a slash at the end.
     */
    public static String of(HttpRequest<?> request, ApiSettings settings) {
        String configured = settings.publicUrl();
        if (configured != null) {
            return configured.replaceAll("/+$", "");
        }
        @Nullable String scheme = request.getHeaders().get("X-Forwarded-Proto");
        @Nullable String host = request.getHeaders().get("Host");
        return ("https".equalsIgnoreCase(scheme) ? "https" : "http") + "://"
                + (host == null || !HOST.matcher(host).matches() ? settings.host() + ":" + settings.port() : host);
    }
}
