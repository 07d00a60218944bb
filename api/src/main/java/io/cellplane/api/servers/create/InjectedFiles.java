package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that requests could put into their servers until 2.56: their {@code personality}. */
final class InjectedFiles {
    private InjectedFiles() {}

    /**
     * Their contents, in base64, by their paths.
     *
     * @throws Refused 400 for what is no base64, 403 beyond the quota: lengths are of what was sent, as in Nova
     */
    static Map<String, String> of(JsonNode server, QuotaLimits limits) {
        JsonNode asked = server.path("personality");
        if (isOver(asked.size(), limits.of(QuotaResource.INJECTED_FILES))) {
            throw Failure.API_FORBIDDEN.refused("Personality file limit exceeded");
        }
        int pathMost = limits.of(QuotaResource.INJECTED_FILE_PATH_BYTES);
        int contentMost = limits.of(QuotaResource.INJECTED_FILE_CONTENT_BYTES);
        Map<String, String> files = new LinkedHashMap<>();
        for (JsonNode file : asked) {
            String path = file.path("path").asText();
            String contents = file.path("contents").asText();
            if (isOver(path.length(), pathMost)) {
                throw Failure.API_FORBIDDEN.refused("Personality file path exceeds maximum " + pathMost);
            }
            if (isOver(contents.length(), contentMost)) {
                throw Failure.API_FORBIDDEN.refused("Personality file content exceeds maximum " + contentMost);
            }
            if (!CreateChecks.isBase64(contents)) {
                throw Values.invalid("contents", contents, "'" + contents + "' is not a 'base64'");
            }
            files.put(path, contents);
        }
        return files;
    }

    private static boolean isOver(int length, int most) {
        return most >= 0 && length > most;
    }
}
