package io.cellplane.api;

import io.cellplane.process.config.Range;
import org.jspecify.annotations.Nullable;

/**
 * The API's own settings, {@code cellplane.api.*}.
 *
 * @param port 0 takes a free one
 * @param publicUrl the address in links; null takes the one that each client used
 * @param policyFile a YAML file of policy rules that replace the defaults
 * @param proxyHeaders whether what a proxy says of the client's own address is believed: {@code X-Forwarded-Proto} and
 *     {@code X-Forwarded-Host}. Only where every request comes through one that sets them
 * @param maxLimit the most items of one page
 */
public record ApiSettings(
        String host,
        @Range(least = 0, most = 65_535) int port,
        @Nullable String publicUrl,
        @Nullable String policyFile,
        boolean proxyHeaders,
        @Range(least = 1) int maxLimit,
        Requests requests) {

    /**
     * How many requests each project may make of each process, administrators apart, {@code cellplane.api.requests.*}.
     *
     * @param perSecond on the average; 0: no limit
     * @param burst at once, after a rest
     */
    public record Requests(
            @Range(least = 0) int perSecond,
            @Range(least = 1) int burst) {}
}
