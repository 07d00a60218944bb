package io.cellplane.db.control;

import io.cellplane.contracts.server.ImageAccess;
import java.time.Instant;
import java.util.UUID;

/**
 * A grant for one image's data as it lies, encrypted, in {@code operation_data}.
 *
 * @param name the grant's at the identity service
 * @param url of the image's data
 * @param token goes to the host that moves the data, and nowhere else
 */
public record ImageGrantRow(String name, UUID image, ImageAccess access, String url, String token, Instant expires) {
    @Override
    public String toString() {
        return "ImageGrantRow[" + access + " " + image + "]";
    }
}
