package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A flavor; memory and swap in MiB, disks in GiB. */
@MappedEntity("flavors")
public record FlavorRow(
        @Id int id,
        String flavorid,
        String name,
        int memoryMb,
        int vcpus,
        int rootGb,
        int ephemeralGb,
        int swap,
        double rxtxFactor,
        @Nullable Integer vcpuWeight,
        boolean disabled,
        boolean isPublic,
        @Nullable String description,
        Instant createdAt,
        @Nullable Instant updatedAt) {}
