package io.cellplane.api.failure;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.util.Map;

/**
 * OpenStack's form of an error: {@code {"itemNotFound": {"code": 404, "message": "…"}}}; that of the identity service's
 * middleware where a token is missing.
 */
public final class ErrorBody {
    private ErrorBody() {}

    public static Map<String, Object> of(int status, String message) {
        return status == 401
                ? Map.of("error", Map.of("code", status, "title", "Unauthorized", "message", message))
                : Map.of(faultName(status), Map.of("code", status, "message", message));
    }

    public static MutableHttpResponse<Object> answer(int status, String message) {
        return HttpResponse.<Object>status(status, HttpStatus.getDefaultReason(status))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(of(status, message));
    }

    private static String faultName(int status) {
        return switch (status) {
            case 400 -> "badRequest";
            case 403 -> "forbidden";
            case 404 -> "itemNotFound";
            case 405 -> "badMethod";
            case 409 -> "conflictingRequest";
            case 413, 429 -> "overLimit";
            case 415 -> "badMediaType";
            case 501 -> "notImplemented";
            case 503 -> "serviceUnavailable";
            default -> "computeFault";
        };
    }
}
