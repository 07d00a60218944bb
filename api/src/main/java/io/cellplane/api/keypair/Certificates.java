package io.cellplane.api.keypair;

import io.cellplane.contracts.failure.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Key pairs of type {@code x509}: certificates by which a user enters a Windows guest. */
final class Certificates {
    /** Microsoft's user principal name, by which Windows finds the account. */
    private static final ASN1ObjectIdentifier PRINCIPAL = new ASN1ObjectIdentifier("1.3.6.1.4.1.311.20.2.3");

    private static final Duration VALID = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 159;
    private static final char[] NO_PASSWORD = {};

    private Certificates() {}

    /** A new RSA key with a certificate that it signed itself, in PEM; and both as PKCS#12 without a password, in Base64. */
    static NewPair make(String user, Instant now) {
        try {
            KeyPair pair = NewPair.rsa();
            Certificate certificate = read(signed(user, now, pair).getEncoded());
            KeyStore both = KeyStore.getInstance("PKCS12");
            both.load(null, NO_PASSWORD);
            both.setKeyEntry("1", pair.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            both.store(bytes, NO_PASSWORD);
            return new NewPair(NewPair.pem(certificate), Base64.getEncoder().encodeToString(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509CertificateHolder signed(String user, Instant now, KeyPair pair)
            throws IOException, OperatorCreationException {
        X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, user).build();
        OtherName principal = new OtherName(PRINCIPAL, new DERUTF8String(user + "@localhost"));
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, new SecureRandom()),
                        Date.from(now),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.otherName, principal)))
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
    }

    /**
     * The SHA-1 of a certificate, as colon separated hex.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is no certificate in PEM
     */
    static String fingerprint(String pem) {
        byte[] certificate;
        try {
            certificate = read(pem.getBytes(StandardCharsets.UTF_8)).getEncoded();
        } catch (GeneralSecurityException e) {
            throw Failure.KEY_PAIR_INVALID.refused(
                    "failed to generate X509 fingerprint. Error message: it is no certificate in PEM");
        }
        try {
            return HexFormat.ofDelimiter(":")
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Certificate read(byte[] encoded) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }
}
