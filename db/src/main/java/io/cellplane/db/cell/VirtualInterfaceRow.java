package io.cellplane.db.cell;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A network card: its id is the port's. */
@MappedEntity("virtual_interfaces")
public record VirtualInterfaceRow(
        @Id UUID uuid,
        String address,
        UUID networkId,
        UUID instanceUuid,
        @Nullable String tag) {}
