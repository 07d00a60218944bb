package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a guest has written on its serial console last.
 *
 * @param lines how many pieces between line breaks, counted from the end, not below 0; null: as many as a host gives
 */
public record ConsoleQuestion(UUID server, @Nullable Integer lines) {}
