package io.cellplane.process.config;

/**
 * {@code cellplane.health.*}: where a process is asked how it is.
 *
 * @param port 0 for nowhere
 */
public record HealthSettings(
        String host, @Range(least = 0, most = 65_535) int port) {}
