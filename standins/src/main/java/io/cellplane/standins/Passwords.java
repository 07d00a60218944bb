package io.cellplane.standins;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Password digests, cheap on purpose: a test run logs in a thousand times, and nothing real is guarded. */
final class Passwords {
    private static final int ROUNDS = 50;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Passwords() {}

    static String digest(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return Base64.getEncoder().encodeToString(salt) + ":"
                + Base64.getEncoder().encodeToString(run(password, salt));
    }

    static boolean fits(String password, String digest) {
        String[] parts = digest.split(":");
        return parts.length == 2
                && MessageDigest.isEqual(
                        Base64.getDecoder().decode(parts[1]),
                        run(password, Base64.getDecoder().decode(parts[0])));
    }

    private static byte[] run(String password, byte[] salt) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, ROUNDS, 256);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
