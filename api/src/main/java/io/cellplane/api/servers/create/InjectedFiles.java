package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.QuotaSettings;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that requests could put into their servers until 2.56: their {@code personality}. */
final class InjectedFiles {
    private static final int PATH_MOST = 255;

    private InjectedFiles() {}

    /**
     * Their contents, in base64, by their paths.
     *
     * @throws Refused 400 for what is no base64, 403 beyond the quota: lengths are of what was sent, as in Nova
     */
    static Map<String, String> of(JsonNode server, QuotaSettings quota) {
        JsonNode asked = server.path("personality");
        if (quota.injectedFiles() >= 0 && asked.size() > quota.injectedFiles()) {
            throw Failure.API_FORBIDDEN.refused("Personality file limit exceeded");
        }
        Map<String, String> files = new LinkedHashMap<>();
        for (JsonNode file : asked) {
            String path = file.path("path").asText();
            String contents = file.path("contents").asText();
            if (path.length() > PATH_MOST) {
                throw Failure.API_FORBIDDEN.refused("Personality file path exceeds maximum " + PATH_MOST);
            }
            if (quota.injectedFileContentBytes() >= 0 && contents.length() > quota.injectedFileContentBytes()) {
                throw Failure.API_FORBIDDEN.refused(
                        "Personality file content exceeds maximum " + quota.injectedFileContentBytes());
            }
            if (!CreateChecks.isBase64(contents)) {
                throw Values.invalid("contents", contents, "'" + contents + "' is not a 'base64'");
            }
            files.put(path, contents);
        }
        return files;
    }
}
