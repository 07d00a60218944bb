package io.cellplane.contracts.host;

import java.util.UUID;

/**
 * A host's heartbeat.
 *
 * @param bootId new at each start of the agent
 * @param sequence grows with each report of one boot; older ones are dropped
 */
public record Alive(String host, String cell, UUID hostUuid, UUID bootId, long sequence) {}
