package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server was made from, kept beside it.
 *
 * @param keypairs name, type and public key of the one that was asked for; null for none (JSON)
 * @param imageProperties null where they are not known
 * @param ec2Ids null for a server from before there were any (JSON)
 * @param password as its guest has posted it, readable to whoever has its key alone; null before
 */
@MappedEntity("instance_extra")
public record ExtraRow(
        @Id UUID instanceUuid,
        String flavor,
        @Nullable String keypairs,
        String securityGroups,
        @Nullable String schedulerHints,
        @Nullable String imageProperties,
        @Nullable String ec2Ids,
        @Nullable String password) {

    /** Of which nothing is known but what it is. */
    public ExtraRow(UUID instanceUuid, String flavor) {
        this(instanceUuid, flavor, null, "[]", null, null, null, null);
    }
}
