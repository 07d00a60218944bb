package io.cellplane.openstack.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which certificates are believed. */
public final class Trust {
    private Trust() {}

    /**
     * Says at once what is wrong with a CA file.
     *
     * @param file empty: nothing is
     * @throws IllegalArgumentException for one that is none
     */
    public static void check(String file) {
        if (!file.isBlank()) {
            in(file);
        }
    }

    /**
     * The authorities in a file, and no others.
     *
     * @param file of certificates in PEM
     * @throws IllegalArgumentException when it cannot be read or has none
     */
    static SSLContext in(String file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates(file)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException e) {
            throw new IllegalArgumentException("the CA file " + file + " cannot be read: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the CA file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Collection<? extends Certificate> certificates(String file)
            throws IOException, CertificateException {
        Collection<? extends Certificate> found;
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            found = CertificateFactory.getInstance("X.509").generateCertificates(pem);
        }
        if (found.isEmpty()) {
            throw new CertificateException("it has no certificate in PEM");
        }
        return found;
    }

    /** Whether a call failed since the service's certificate is not believed, or it speaks no TLS that we know. */
    public static boolean isRefused(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }
}
