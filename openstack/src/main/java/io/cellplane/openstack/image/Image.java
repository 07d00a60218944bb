package io.cellplane.openstack.image;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image as the image service knows it.
 *
 * @param name null when it was made without one
 * @param status {@code queued}, {@code saving}, {@code active}, {@code killed}, {@code deleted}, {@code deactivated}…
 * @param sizeBytes 0 until data are there
 * @param minDisk GB
 * @param minRam MB
 * @param visibility {@code public}, {@code private}, {@code shared} or {@code community}
 * @param owner the id of a project
 * @param hashes of its data, in hexadecimal, by algorithm: what {@code os_hash_algo} names, and {@code md5}
 * @param properties every further key with a string value ({@code hw_*}, {@code os_*}, …)
 */
public record Image(
        String id,
        @Nullable String name,
        String status,
        long sizeBytes,
        int minDisk,
        int minRam,
        @Nullable String diskFormat,
        @Nullable String containerFormat,
        String visibility,
        @Nullable String owner,
        Map<String, String> hashes,
        Map<String, String> properties) {

    /** The property that names the operation which made the image. */
    public static final String OPERATION = "cellplane_operation";

    /** The property that names the server whose disk it is. */
    public static final String SERVER = "cellplane_server";

    private static final Pattern IS_UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    public Image {
        hashes = Map.copyOf(hashes);
        properties = Map.copyOf(properties);
    }

    /** The operation that made it; empty when it is not one of ours, whatever its tags say. */
    public Optional<UUID> operation() {
        return named(OPERATION);
    }

    /** The server whose disk it is, likewise. */
    public Optional<UUID> server() {
        return named(SERVER);
    }

    private Optional<UUID> named(String property) {
        return Optional.ofNullable(properties.get(property))
                .filter(text -> IS_UUID.matcher(text).matches())
                .map(UUID::fromString);
    }

    public boolean isActive() {
        return status.equals("active");
    }
}
