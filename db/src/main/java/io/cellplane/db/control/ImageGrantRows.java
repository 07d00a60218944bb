package io.cellplane.db.control;

import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import java.time.Instant;
import java.util.List;
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
        rows.put(operation, name(grant.access()), written(operation, grant));
    }

    /** A grant of an operation that is under way. */
    public record Held(UUID operation, ImageGrantRow grant) {}

    /** Those that end before then. */
    public List<Held> endingBefore(Instant then) {
        return rows.named(OperationDataRow.IMAGE_GRANT).stream()
                .map(row -> new Held(row.operation(), read(row)))
                .filter(held -> held.grant().expires().isBefore(then))
                .toList();
    }

    /** @return false when its operation is over: then nobody needs it */
    public boolean replace(UUID operation, ImageGrantRow grant) {
        return rows.replace(operation, name(grant.access()), written(operation, grant)) == 1;
    }

    private Optional<ImageGrantRow> find(UUID operation, ImageAccess access) {
        return rows.find(operation, name(access)).map(this::read);
    }

    private ImageGrantRow read(OperationDataRow row) {
        EncryptionContext context = EncryptionContext.operation(row.operation(), row.name());
        return Json.read(secrets.decrypt(row.value(), context), ImageGrantRow.class);
    }

    private byte[] written(UUID operation, ImageGrantRow grant) {
        return secrets.encrypt(Json.write(grant), EncryptionContext.operation(operation, name(grant.access())));
    }

    private static String name(ImageAccess access) {
        return OperationDataRow.IMAGE_GRANT + access.name().toLowerCase(Locale.ROOT);
    }
}
