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
     * The configured public address; else what the proxy's headers say, where one is believed, or the client's own, as far
     * as that is an address of the web. Without a slash at the end.
     */
    public static String of(HttpRequest<?> request, ApiSettings settings) {
        String configured = settings.publicUrl();
        if (configured != null) {
            return configured.replaceAll("/+$", "");
        }
        boolean isBehind = settings.proxyHeaders();
        @Nullable String scheme = isBehind ? request.getHeaders().get("X-Forwarded-Proto") : null;
        @Nullable String forwarded = isBehind ? request.getHeaders().get("X-Forwarded-Host") : null;
        @Nullable String host = forwarded == null ? request.getHeaders().get("Host") : forwarded;
        return ("https".equalsIgnoreCase(scheme) ? "https" : "http") + "://"
                + (host == null || !HOST.matcher(host).matches() ? settings.host() + ":" + settings.port() : host);
    }
}
