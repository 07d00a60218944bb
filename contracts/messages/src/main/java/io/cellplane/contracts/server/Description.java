package io.cellplane.contracts.server;

import org.jspecify.annotations.Nullable;

/**
 * What a server's user says of it, and may say otherwise at any time.
 *
 * @param autoDiskConfig whether the guest's file system grows with its disk
 */
public record Description(
        String name,
        @Nullable String text,
        @Nullable String accessIpV4,
        @Nullable String accessIpV6,
        boolean autoDiskConfig) {}
