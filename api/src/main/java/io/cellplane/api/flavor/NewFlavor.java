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
    private static final int MOST_DIGITS = 18;
    private static final String MINT = "auto";

    /** @throws io.cellplane.contracts.failure.Refused 400 for a size that is no number of 32 bits */
    static NewFlavor of(JsonNode body) {
        JsonNode id = body.path("id");
        boolean isMinted = !id.isValueNode() || id.isNull() || id.asText().equals(MINT);
        return new NewFlavor(
                isMinted ? UUID.randomUUID().toString() : Values.shortText("id", id),
                body.path("name").asText().strip(),
                size(body, "ram"),
                size(body, "vcpus"),
                size(body, "disk"),
                size(body, "OS-FLV-EXT-DATA:ephemeral"),
                size(body, "swap"),
                body.path("rxtx_factor").asDouble(1),
                Values.bool(body.path("os-flavor-access:is_public"), true),
                Values.text(body.path("description")));
    }

    /** The schema bounds numbers, but not those that come as text. */
    private static int size(JsonNode body, String field) {
        JsonNode size = body.path(field);
        long number = size.asLong(0);
        if (number > Integer.MAX_VALUE || (size.isTextual() && size.asText().length() > MOST_DIGITS)) {
            throw Values.invalid(
                    field, size.asText(), size.asText() + " is greater than the maximum of " + Integer.MAX_VALUE);
        }
        return (int) number;
    }
}
