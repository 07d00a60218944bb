package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** What an operation needs that is large or secret; erased when it closes. */
@MappedEntity("operation_data")
@SuppressWarnings("ArrayRecordComponent") // never compared, only stored and read
public record OperationDataRow(@Id UUID operation, String name, byte[] value) {
    public static final String USER_DATA = "user_data";
    /** By their paths (JSON). */
    public static final String FILES = "files";

    public static final String ADMIN_PASSWORD = "admin_password";
    /** Before the access that is granted. */
    public static final String IMAGE_GRANT = "image_grant_";
    /** Before the attempt whose disks are copied with it. */
    public static final String COPY_KEY = "copy_key_";
}
