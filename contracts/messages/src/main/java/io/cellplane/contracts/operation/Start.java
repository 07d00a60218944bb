package io.cellplane.contracts.operation;

import java.util.UUID;

/**
 * What is to be started, from its row.
 *
 * @param summary what an operator reads beside the workflow
 */
public record Start(UUID operation, UUID server, Kind kind, String projectId, String requestId, String summary) {

    /** The same with another summary. */
    public Start saying(String other) {
        return new Start(operation, server, kind, projectId, requestId, other);
    }
}
