package io.cellplane.db.control;

import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The grants of operations: one for each access, the newest; gone when the operation closes. */
public final class ImageGrantRows {
    private final OperationDataRows rows;
    private final Secrets secrets;

    public ImageGrantRows(ApiDatabase api, Secrets secrets) {
        this.rows = api.operationData();
        this.secrets = secrets;
    }

    /** What the host of this operation is to get at the image's data with; empty when nothing was granted. */
    public Optional<ImageGrantRow> find(UUID operation, UUID image, ImageAccess access) {
        return find(operation, access).filter(grant -> grant.image().equals(image));
    }

    public void put(UUID operation, ImageGrantRow grant) {
        String name = name(grant.access());
        rows.put(operation, name, secrets.encrypt(Json.write(grant), EncryptionContext.operation(operation, name)));
    }

    private Optional<ImageGrantRow> find(UUID operation, ImageAccess access) {
        String name = name(access);
        return rows.find(operation, name)
                .map(row -> secrets.decrypt(row.value(), EncryptionContext.operation(operation, name)))
                .map(grant -> Json.read(grant, ImageGrantRow.class));
    }

    private static String name(ImageAccess access) {
        return OperationDataRow.IMAGE_GRANT + access.name().toLowerCase(Locale.ROOT);
    }
}
