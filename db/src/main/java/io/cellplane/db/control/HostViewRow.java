package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** One resource class of one host with what is used of it: a row of a join, not a table. */
@MappedEntity("host_views")
public record HostViewRow(
        @Id UUID uuid,
        String host,
        String name,
        String cell,
        long generation,
        long version,
        String state,
        boolean disabled,
        boolean forcedDown,
        boolean cellDisabled,
        String resourceClass,
        int total,
        int reserved,
        int maxUnit,
        double allocationRatio,
        long used) {}
