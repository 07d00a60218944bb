package io.cellplane.temporal.flow;

import io.cellplane.contracts.operation.Kind;
import java.util.UUID;

/**
 * What every operation's workflow is started with: ids and plain facts, so that it can be started again from its row.
 *
 * @param maxAttempts how many hosts a boot or a move may try; said here since it decides what is done next
 */
public record OperationRequest(
        UUID operation, UUID server, Kind kind, String projectId, String requestId, int maxAttempts) {}
