package io.cellplane.api.keypair;

import io.cellplane.contracts.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Makes and reads the public halves of key pairs. */
final class SshKeys {
    private static final int BITS = 2048;
    private static final List<String> TYPES = List.of(
            "ssh-rsa",
            "ssh-dss",
            "ssh-ed25519",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            "sk-ssh-ed25519@openssh.com",
            "sk-ecdsa-sha2-nistp256@openssh.com");

    private SshKeys() {}

    /** Both halves; the private one is never stored. */
    record Made(String publicKey, String privateKey) {
        /** Never shows the private half. */
        @Override
        public String toString() {
            return "Made[" + publicKey + "]";
        }
    }

    /** A new RSA key pair: OpenSSH's line, and PEM as {@code ssh} reads it. */
    static Made make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            KeyPair pair = generator.generateKeyPair();
            RSAPublicKey open = (RSAPublicKey) pair.getPublic();
            byte[] blob = blob(open);
            return new Made(
                    "ssh-rsa " + Base64.getEncoder().encodeToString(blob) + " Generated-by-Cellplane",
                    pem((RSAPrivateCrtKey) pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] blob(RSAPublicKey key) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            for (byte[] part : List.of(
                    "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
                    key.getPublicExponent().toByteArray(),
                    key.getModulus().toByteArray())) {
                out.writeInt(part.length);
                out.write(part);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PKCS#1, which every client reads. */
    private static String pem(RSAPrivateCrtKey key) {
        ByteArrayOutputStream integers = new ByteArrayOutputStream();
        for (BigInteger number : List.of(
                BigInteger.ZERO,
                key.getModulus(),
                key.getPublicExponent(),
                key.getPrivateExponent(),
                key.getPrimeP(),
                key.getPrimeQ(),
                key.getPrimeExponentP(),
                key.getPrimeExponentQ(),
                key.getCrtCoefficient())) {
            integers.writeBytes(der(2, number.toByteArray()));
        }
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(0x30, integers.toByteArray()));
        return "-----BEGIN RSA PRIVATE KEY-----\n" + text + "\n-----END RSA PRIVATE KEY-----\n";
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 128) {
            out.write(content.length);
        } else {
            byte[] length = BigInteger.valueOf(content.length).toByteArray();
            int from = length[0] == 0 ? 1 : 0;
            out.write(0x80 | (length.length - from));
            out.write(length, from, length.length - from);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /**
     * The MD5 of the key's blob, as colon separated hex.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is no public key of OpenSSH
     */
    static String fingerprint(String publicKey) {
        String[] words = publicKey.strip().split("\\s+");
        if (words.length < 2 || !TYPES.contains(words[0])) {
            throw unreadable();
        }
        try {
            byte[] blob = Base64.getDecoder().decode(words[1]);
            ByteBuffer buffer = ByteBuffer.wrap(blob);
            int length = buffer.remaining() < 4 ? -1 : buffer.getInt();
            if (length != words[0].length()
                    || buffer.remaining() <= length
                    || !words[0].equals(new String(blob, 4, length, StandardCharsets.US_ASCII))) {
                throw unreadable();
            }
            return hex(MessageDigest.getInstance("MD5").digest(blob));
        } catch (IllegalArgumentException e) {
            throw unreadable();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The SHA-1 of a certificate, as colon separated hex.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is no certificate in PEM
     */
    static String certificateFingerprint(String pem) {
        try {
            byte[] encoded = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .getEncoded();
            return hex(MessageDigest.getInstance("SHA-1").digest(encoded));
        } catch (GeneralSecurityException e) {
            throw unreadable();
        }
    }

    private static String hex(byte[] digest) {
        return HexFormat.ofDelimiter(":").formatHex(digest);
    }

    private static RuntimeException unreadable() {
        return Failure.KEY_PAIR_INVALID.refused("failed to generate fingerprint");
    }
}
