package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** What a project is said to use, beside what its claims sum up to; ram in MiB. */
@MappedEntity("quota_usage")
public record QuotaSumRow(
        @Id String projectId,
        int instances,
        int cores,
        long ram,
        long claimedInstances,
        long claimedCores,
        long claimedRam) {}
