package io.cellplane.contracts.host;

import java.util.UUID;

/** What a guest has used so far. */
public record DiagnosticsQuestion(UUID server) {}
