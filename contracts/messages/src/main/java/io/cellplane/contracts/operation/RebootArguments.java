package io.cellplane.contracts.operation;

/**
 * The arguments of a reboot.
 *
 * @param hard whether the guest is not asked
 */
public record RebootArguments(boolean hard) {}
