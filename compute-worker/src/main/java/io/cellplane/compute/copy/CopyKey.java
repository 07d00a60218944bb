package io.cellplane.compute.copy;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What two hosts have in common for one guest's disks: the one proves by it that it may copy them, and they are carried encrypted
 * with it, so that nobody else reads, changes or shortens them unnoticed.
 */
final class CopyKey {
    static final int PROOF_BYTES = 32;
    private static final int LEAST_BYTES = 32;
    private static final int SEGMENT = 1 << 16;
    private static final String MAC = "HmacSha256";

    private final byte[] proves;
    private final AesGcmHkdfStreaming carries;

    /**
     * @param hex of 32 bytes or more
     * @throws IllegalArgumentException for any other
     */
    CopyKey(String hex) {
        byte[] secret = HexFormat.of().parseHex(hex);
        if (secret.length < LEAST_BYTES) {
            throw new IllegalArgumentException("a key of " + secret.length + " bytes");
        }
        try {
            proves = mac(secret, "proves".getBytes(StandardCharsets.US_ASCII));
            byte[] data = mac(secret, "carries".getBytes(StandardCharsets.US_ASCII));
            carries = new AesGcmHkdfStreaming(data, MAC, LEAST_BYTES, SEGMENT, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** That whoever asks has the key: of what is asked, with what nobody has ever asked before. */
    byte[] proof(byte[] asked) {
        return mac(proves, asked);
    }

    boolean isProof(byte[] proof, byte[] asked) {
        return MessageDigest.isEqual(proof, proof(asked));
    }

    /** @param asked to which the data are the answer */
    OutputStream encrypting(OutputStream to, byte[] asked) throws IOException {
        try {
            return carries.newEncryptingStream(to, asked);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    /** What it reads is whole and unchanged, or an {@link IOException}; that nothing is missing is known at its end. */
    InputStream decrypting(InputStream from, byte[] asked) throws IOException {
        try {
            return carries.newDecryptingStream(from, asked);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
