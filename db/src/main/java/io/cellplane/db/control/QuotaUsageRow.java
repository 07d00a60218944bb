package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/** The sum of a project's quota claims, kept in the transaction of each claim; ram in MiB. */
@MappedEntity("quota_usage")
public record QuotaUsageRow(@Id String projectId, int instances, int cores, long ram) {}
