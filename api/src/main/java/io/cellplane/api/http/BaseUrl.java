package io.cellplane.api.http;

import io.cellplane.api.ApiSettings;
import io.micronaut.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Where the client believes the API to be: links must lead back there. */
public final class BaseUrl {
    private BaseUrl() {}

    /** The configured public address; else what the client's own headers say. Without a slash at the end. */
    public static String of(HttpRequest<?> request, ApiSettings settings) {
        String configured = settings.publicUrl();
        if (configured != null) {
            return configured.replaceAll("/+$", "");
        }
        @Nullable String scheme = request.getHeaders().get("X-Forwarded-Proto");
        @Nullable String host = request.getHeaders().get("Host");
        return (scheme == null ? "http" : scheme) + "://"
                + (host == null ? settings.host() + ":" + settings.port() : host);
    }
}
