package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;

/**
 * A limit that an operator has set.
 *
 * @param projectId empty for a class's
 * @param userId empty for the project's as a whole
 * @param hardLimit -1 is none
 */
@MappedEntity("quota_limits")
public record QuotaLimitRow(@Id String projectId, String userId, String resource, int hardLimit) {}
