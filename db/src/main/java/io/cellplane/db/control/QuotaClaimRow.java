package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/** What one server takes of its project's quota; ram in MiB. */
@MappedEntity("quota_claims")
public record QuotaClaimRow(@Id UUID consumer, String projectId, String userId, int instances, int cores, int ram) {}
