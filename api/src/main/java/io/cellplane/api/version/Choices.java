package io.cellplane.api.version;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.Arrays;
import java.util.Map;

/** The answer to a path without a version: where the same thing is with one. */
public final class Choices {
    private Choices() {}

    public static HttpResponse<?> answer(String baseUrl, String path) {
        return HttpResponse.status(HttpStatus.MULTIPLE_CHOICES)
                .body(Map.of(
                        "choices",
                        Arrays.stream(Major.values())
                                .map(major -> major.choice(baseUrl, path))
                                .toList()));
    }
}
