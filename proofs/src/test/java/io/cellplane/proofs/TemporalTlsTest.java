package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.client.TemporalSettings;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceImplBase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS only the Temporal that was named is spoken with, and it may ask who speaks. */
@Timeout(60)
final class TemporalTlsTest {
    private static final String WORD = "changeit";
    private static final String STORE = "javax.net.ssl.trustStore";

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(STORE);
    }

    @Test
    void speaks_with_the_server_that_has_the_name() throws Exception {
        certificate("server", "dns:localhost");
        trust("server");
        await().atMost(World.SOON).until(() -> answers(ClientAuth.NONE, ""));
    }

    @Test
    void refuses_another_name() throws Exception {
        certificate("server", "dns:elsewhere");
        trust("server");
        assertThat(answers(ClientAuth.NONE, "")).isFalse();
    }

    @Test
    void refuses_an_authority_that_it_does_not_know() throws Exception {
        certificate("server", "dns:localhost");
        assertThat(answers(ClientAuth.NONE, "")).isFalse();
    }

    @Test
    void shows_its_certificate_to_a_server_that_asks() throws Exception {
        certificate("server", "dns:localhost");
        certificate("client", "dns:client");
        trust("server");
        assertThat(answers(ClientAuth.REQUIRE, "")).isFalse();
        await().atMost(World.SOON).until(() -> answers(ClientAuth.REQUIRE, "client"));
    }

    private boolean answers(ClientAuth asks, String client) throws IOException {
        var context = GrpcSslContexts.forServer(
                        pem("server", "cert").toFile(), pem("server", "key").toFile())
                .clientAuth(asks);
        if (asks == ClientAuth.REQUIRE) {
            context.trustManager(pem("client", "cert").toFile());
        }
        Server server = NettyServerBuilder.forPort(0)
                .sslContext(context.build())
                .addService(new Answers())
                .build()
                .start();
        TemporalSettings settings = new TemporalSettings(
                "tls://localhost:" + server.getPort(),
                "default",
                client.isEmpty() ? "" : pem(client, "cert").toString(),
                client.isEmpty() ? "" : pem(client, "key").toString());
        try (Temporal temporal = new Temporal(settings, "test", 1, List.of())) {
            return temporal.answers();
        } finally {
            server.shutdownNow();
        }
    }

    /** As much of a Temporal as is asked whether it is there. */
    private static final class Answers extends WorkflowServiceImplBase {
        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> reply) {
            reply.onNext(GetSystemInfoResponse.getDefaultInstance());
            reply.onCompleted();
        }

        @Override
        public void describeNamespace(
                DescribeNamespaceRequest request, StreamObserver<DescribeNamespaceResponse> reply) {
            reply.onNext(DescribeNamespaceResponse.getDefaultInstance());
            reply.onCompleted();
        }
    }

    private Path pem(String whose, String what) {
        return folder.resolve(whose + "." + what + ".pem");
    }

    private void certificate(String whose, String name) throws Exception {
        Path store = folder.resolve(whose + ".p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + whose, "-ext", "san=" + name, "-alias", "it");
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, WORD.toCharArray());
        }
        write(pem(whose, "cert"), "CERTIFICATE", made.getCertificate("it").getEncoded());
        write(
                pem(whose, "key"),
                "PRIVATE KEY",
                made.getKey("it", WORD.toCharArray()).getEncoded());
    }

    private void trust(String whose) throws Exception {
        Path trusted = folder.resolve("trust.p12");
        keytool(trusted, "-importcert", "-noprompt", "-file", pem(whose, "cert").toString());
        System.setProperty(STORE, trusted.toString());
        System.setProperty(STORE + "Password", WORD);
    }

    private void keytool(Path store, String... what) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(what));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", WORD, "-keystore", store.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    private static void write(Path file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(content);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
