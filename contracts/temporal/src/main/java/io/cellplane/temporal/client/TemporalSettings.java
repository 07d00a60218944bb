package io.cellplane.temporal.client;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/**
 * Where the Temporal server is, and who this process is to it.
 *
 * @param address {@code host:port}; {@code tls://host:port} for one whose certificate has that name and comes from an
 *     authority that the JVM trusts
 * @param certificateFile shown to a server that asks for one, PEM; empty without
 * @param keyFile of that certificate, PKCS 8 in PEM
 */
public record TemporalSettings(String address, String namespace, String certificateFile, String keyFile) {
    private static final String TLS = "tls://";

    /** Without TLS. */
    public static TemporalSettings plain(String address, String namespace) {
        return new TemporalSettings(address, namespace, "", "");
    }

    /** @throws IllegalStateException when certificate and key cannot be used */
    WorkflowServiceStubsOptions.Builder stubs() {
        WorkflowServiceStubsOptions.Builder options = WorkflowServiceStubsOptions.newBuilder();
        if (!address.startsWith(TLS)) {
            return options.setTarget(address);
        }
        options.setTarget(address.substring(TLS.length()));
        try {
            if (certificateFile.isBlank()) {
                return options.setSslContext(GrpcSslContexts.forClient().build());
            }
            try (var certificate = Files.newInputStream(Path.of(certificateFile));
                    var key = Files.newInputStream(Path.of(keyFile))) {
                return options.setSslContext(
                        SimpleSslContextBuilder.forPKCS8(certificate, key).build());
            }
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "certificate " + certificateFile + " and key " + keyFile + " cannot be used: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificate or its key: " + e.getMessage(), e);
        }
    }
}
