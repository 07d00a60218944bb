package io.cellplane.api;

import io.cellplane.process.config.Range;
import org.jspecify.annotations.Nullable;

/**
 * The API's own settings, {@code cellplane.api.*}.
 *
 * @param port 0 takes a free one
 * @param publicUrl the address in links; null takes the one that each client used
 * @param policyFile a YAML file of policy rules that replace the defaults
 * @param maxLimit the most items of one page
 */
public record ApiSettings(
        String host,
        @Range(least = 0, most = 65_535) int port,
        @Nullable String publicUrl,
        @Nullable String policyFile,
        @Range(least = 1) int maxLimit) {}
