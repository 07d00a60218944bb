package io.cellplane.api.http;

import io.cellplane.api.version.Microversion;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.failure.Failure;
import io.micronaut.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which microversion a request asks for. The newer header wins over the older one; without either it is the oldest. */
public final class VersionHeaders {
    public static final String HEADER = "OpenStack-API-Version";
    public static final String LEGACY_HEADER = "X-OpenStack-Nova-API-Version";
    private static final String SERVICE = "compute";

    private VersionHeaders() {}

    /** @throws io.cellplane.contracts.failure.Refused 400 when it is malformed, 406 when it is not served */
    static Microversion asked(HttpHeaders headers) {
        String text = ofService(headers.getAll(HEADER));
        if (text == null) {
            text = headers.get(LEGACY_HEADER);
        }
        if (text == null) {
            return Microversion.MIN;
        }
        String plain = text.strip();
        if (plain.toLowerCase(Locale.ROOT).equals("latest")) {
            return Microversion.MAX;
        }
        Microversion version = Microversion.parse(plain);
        if (!Versions.ALL.contains(version)) {
            throw Failure.API_VERSION_UNSUPPORTED.refused(version, Microversion.MIN, Microversion.MAX);
        }
        return version;
    }

    /** Several services may be named, in one header or several, separated by commas; the last of ours counts. */
    private static @Nullable String ofService(List<String> headers) {
        String found = null;
        for (String header : headers) {
            for (String part : header.split(",")) {
                String[] words = part.strip().split("\\s+", 2);
                if (words.length == 2 && words[0].toLowerCase(Locale.ROOT).equals(SERVICE)) {
                    found = words[1];
                }
            }
        }
        return found;
    }
}
