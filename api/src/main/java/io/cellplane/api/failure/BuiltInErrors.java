package io.cellplane.api.failure;

import io.cellplane.contracts.failure.Failure;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;

/** Errors that the HTTP server finds by itself (no such route, wrong method or media type), in OpenStack's form. */
@Primary
@Singleton
final class BuiltInErrors implements ErrorResponseProcessor<Object> {
    @Override
    public MutableHttpResponse<Object> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        int status = response.getStatus().getCode();
        return HttpResponse.<Object>status(response.getStatus())
                .headers(headers -> response.getHeaders().forEach((name, values) -> {
                    if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("content-type")) {
                        values.forEach(value -> headers.add(name, value));
                    }
                }))
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(ErrorBody.of(status, words(status, response.getStatus().getReason())));
    }

    private static String words(int status, String reason) {
        return switch (status) {
            case 400 -> Failure.API_MALFORMED_BODY.text();
            case 404 -> Failure.API_ROUTE_NOT_FOUND.text();
            case 405 -> Failure.API_METHOD_NOT_ALLOWED.text();
            case 413 -> Failure.API_TOO_LARGE.text();
            case 415 -> Failure.API_CONTENT_TYPE.text();
            case 500 -> Failure.API_UNEXPECTED.text();
            default -> reason;
        };
    }
}
