package io.cellplane.contracts.server;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The short names by which EC2 knows a server and what it was made from: of one sequence of numbers for all cells, and for
 * ever the same.
 *
 * @param image null for a server without one; so are kernel and ramdisk
 */
public record Ec2Ids(
        String server,
        @Nullable String image,
        @Nullable String kernel,
        @Nullable String ramdisk) {
    private static final int SHORT = 8;

    /** @param numbers those that were minted; null for what has none */
    public static Ec2Ids of(long server, @Nullable Long image, @Nullable Long kernel, @Nullable Long ramdisk) {
        return new Ec2Ids(
                named("i", server), numbered("ami", image), numbered("aki", kernel), numbered("ari", ramdisk));
    }

    /** Of a server from before numbers were minted: what it was called then. */
    public static Ec2Ids without(UUID server) {
        return new Ec2Ids("i-" + server.toString().substring(0, SHORT), null, null, null);
    }

    private static @Nullable String numbered(String kind, @Nullable Long number) {
        return number == null ? null : named(kind, number);
    }

    private static String named(String kind, long number) {
        return "%s-%08x".formatted(kind, number);
    }
}
