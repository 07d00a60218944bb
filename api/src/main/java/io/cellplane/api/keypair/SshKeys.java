package io.cellplane.api.keypair;

import io.cellplane.contracts.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** Key pairs of type {@code ssh}. */
final class SshKeys {
    private static final Set<String> TYPES = Set.of(
            "ssh-rsa",
            "ssh-dss",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");
    /** OpenSSH's longest key is RSA's with 16,384 bits; to look at longer ones would take seconds. */
    private static final int LONGEST = 2200;

    private SshKeys() {}

    /** A new RSA key pair: OpenSSH's line, and PKCS#1 in PEM, which every client reads. */
    static NewPair make() {
        try {
            KeyPair pair = NewPair.rsa();
            byte[] blob = OpenSSHPublicKeyUtil.encodePublicKey(
                    PublicKeyFactory.createKey(pair.getPublic().getEncoded()));
            String line = "ssh-rsa " + Base64.getEncoder().encodeToString(blob) + " Generated-by-Cellplane";
            return new NewPair(line, NewPair.pem(pair.getPrivate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The MD5 of the key's blob, as colon separated hex.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is no public key of OpenSSH
     */
    static String fingerprint(String publicKey) {
        String[] words = publicKey.strip().split("\\s+");
        try {
            byte[] blob = words.length < 2 ? new byte[0] : bytes(words[1]);
            if (!TYPES.contains(words[0]) || blob.length > LONGEST || !isKey(words[0], blob)) {
                throw Failure.KEY_PAIR_INVALID.refused("failed to generate fingerprint");
            }
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("MD5").digest(blob));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Whether the key reads as it would be written: the same type and curve; of one on a device, all but its application. */
    private static boolean isKey(String type, byte[] blob) {
        byte[] written;
        try {
            written = OpenSSHPublicKeyUtil.encodePublicKey(OpenSSHPublicKeyUtil.parsePublicKey(blob));
        } catch (IOException | RuntimeException e) {
            return false; // what it throws for which nonsense is not told
        }
        int end = 4 + ByteBuffer.wrap(written).getInt();
        String plain = new String(written, 4, end - 4, StandardCharsets.US_ASCII);
        byte[] begin = ByteBuffer.allocate(4 + type.length() + written.length - end)
                .putInt(type.length())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(written, end, written.length - end)
                .array();
        return type.contains(plain) && Arrays.equals(begin, Arrays.copyOf(blob, begin.length));
    }
}
