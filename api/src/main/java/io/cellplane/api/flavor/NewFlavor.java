package io.cellplane.api.flavor;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.schema.Values;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A flavor as it is asked for; sizes in MiB (ram, swap) and GiB. */
record NewFlavor(
        String id,
        String name,
        int ram,
        int vcpus,
        int disk,
        int ephemeral,
        int swap,
        double rxtxFactor,
        boolean isPublic,
        @Nullable String description) {
    private static final String MINT = "auto";

    static NewFlavor of(JsonNode body) {
        JsonNode id = body.path("id");
        boolean isMinted = !id.isValueNode() || id.isNull() || id.asText().equals(MINT);
        return new NewFlavor(
                isMinted ? UUID.randomUUID().toString() : Values.shortText("id", id),
                body.path("name").asText().strip(),
                body.path("ram").asInt(),
                body.path("vcpus").asInt(),
                body.path("disk").asInt(),
                body.path("OS-FLV-EXT-DATA:ephemeral").asInt(0),
                body.path("swap").asInt(0),
                body.path("rxtx_factor").asDouble(1),
                Values.bool(body.path("os-flavor-access:is_public"), true),
                Values.text(body.path("description")));
    }
}
