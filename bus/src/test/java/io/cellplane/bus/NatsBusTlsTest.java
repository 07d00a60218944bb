package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS nobody but the server that was named is spoken with. */
final class NatsBusTlsTest {
    private static final String WORD = "changeit";
    private static final String STORE = "javax.net.ssl.trustStore";
    private static final String STORE_WORD = "javax.net.ssl.trustStorePassword";

    @TempDir
    private Path folder;

    @BeforeEach
    void needsServer() {
        Assumptions.assumeTrue(NatsServer.program().isPresent(), "no nats-server on the path");
    }

    @AfterEach
    void forget() {
        System.clearProperty(STORE);
        System.clearProperty(STORE_WORD);
    }

    @Test
    void speaks_with_a_server_whose_certificate_has_its_name() throws Exception {
        trust(certificate("ip:127.0.0.1"));
        try (NatsServer server = server();
                Bus bus = connect(server)) {
            assertThat(bus.isConnected()).isTrue();
        }
    }

    @Test
    void refuses_another_servers_certificate() throws Exception {
        trust(certificate("dns:host7"));
        try (NatsServer server = server()) {
            assertThatThrownBy(() -> connect(server)).isInstanceOf(BusAway.class);
        }
    }

    @Test
    void refuses_an_authority_that_it_does_not_know() throws Exception {
        certificate("ip:127.0.0.1");
        try (NatsServer server = server()) {
            assertThatThrownBy(() -> connect(server)).isInstanceOf(BusAway.class);
        }
    }

    private static Bus connect(NatsServer server) {
        String url = server.url().replace("nats://", "tls://");
        return NatsBus.connect(new NatsSettings(url, "n", "_INBOX.n", null, null, null, Duration.ofSeconds(2)));
    }

    private NatsServer server() throws IOException {
        return NatsServer.start(
                "--tls",
                "--tlscert",
                folder.resolve("cert.pem").toString(),
                "--tlskey",
                folder.resolve("key.pem").toString());
    }

    private static void trust(Path store) {
        System.setProperty(STORE, store.toString());
        System.setProperty(STORE_WORD, WORD);
    }

    /** Made for the server, its own authority. */
    private Path certificate(String name) throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("store.p12");
        keytool(store, "-genkeypair", "-keyalg", "EC", "-dname", "CN=bus", "-ext", "san=" + name, "-alias", "bus");
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, WORD.toCharArray());
        }
        pem("cert.pem", "CERTIFICATE", made.getCertificate("bus").getEncoded());
        pem("key.pem", "PRIVATE KEY", made.getKey("bus", WORD.toCharArray()).getEncoded());
        Path trusted = folder.resolve("trust.p12");
        keytool(
                trusted,
                "-importcert",
                "-noprompt",
                "-file",
                folder.resolve("cert.pem").toString());
        return trusted;
    }

    private void keytool(Path store, String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(what));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", WORD, "-keystore", store.toString()));
        Path log = folder.resolve("keytool.log");
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(made.waitFor()).as(() -> "keytool, see " + log).isZero();
    }

    private void pem(String file, String kind, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
