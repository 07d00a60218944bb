package io.cellplane.openstack.network;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/**
 * The hardware address of a port that is to be made once, however often it is asked for: the network service takes no second one
 * of a network. So one that a call makes later than we waited for it stands in the way of its repeat.
 */
final class AttemptMac {
    private AttemptMac() {}

    /** @param turn for another one where somebody else's port has it already */
    static String of(Binding binding, int turn) {
        String attempt = binding.server() + "/" + binding.operation() + "/" + binding.index() + "/" + turn;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(attempt.getBytes(StandardCharsets.UTF_8));
            // As Neutron's own begin.
            return String.format(Locale.ROOT, "fa:16:3e:%02x:%02x:%02x", digest[0], digest[1], digest[2]);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
