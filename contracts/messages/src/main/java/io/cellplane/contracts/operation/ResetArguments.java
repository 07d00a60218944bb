package io.cellplane.contracts.operation;

/**
 * The arguments of {@code os-resetState}.
 *
 * @param vmState {@code active} or {@code error}
 */
public record ResetArguments(String vmState) {}
