package io.cellplane.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.openstack.doctor.Finding;
import io.cellplane.openstack.http.Wire;
import io.cellplane.openstack.identity.ServiceCredential;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity service whose certificate is of an authority that nobody else knows. */
class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    static Path folder;

    private static ServiceDouble identity;

    @BeforeAll
    static void open() throws Exception {
        keytool("-genkeypair -alias ca -keyalg EC -dname CN=ca -ext bc:c=ca:true");
        keytool("-exportcert -alias ca -rfc -file ca.pem");
        keytool("-genkeypair -alias service -keyalg EC -dname CN=service -signer ca -ext san=ip:127.0.0.1");
        keytool("-genkeypair -alias other -keyalg EC -dname CN=other -ext bc:c=ca:true");
        keytool("-exportcert -alias other -rfc -file other.pem");
        identity = new ServiceDouble(
                exchange -> ServiceDouble.say(exchange, 200, "{\"version\": {\"id\": \"v3.1\"}}"), shown());
    }

    @AfterAll
    static void close() {
        identity.close();
    }

    private static void keytool(String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of("-keystore", "keys.p12", "-storepass", new String(PASSWORD)));
        Process run = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(run.waitFor()).as(said).isZero();
    }

    /** With the key of {@code service} alone. */
    private static SSLContext shown() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(file, PASSWORD);
        }
        keys.deleteEntry("ca");
        keys.deleteEntry("other");
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static Finding first(String caFile, URI identity) {
        try (OpenStack services = new OpenStack(
                new Endpoints(identity, identity, identity),
                ServiceCredential.of("cellplane", "pw", "service"),
                wire(caFile.isEmpty() ? "" : folder.resolve(caFile).toString()))) {
            return services.doctor(false).examine().getFirst();
        }
    }

    private static Wire wire(String caFile) {
        return new Wire(Duration.ofSeconds(20), Duration.ofSeconds(20), caFile, 3, 3, Set.of(503));
    }

    @Test
    void a_service_is_believed_whose_authority_is_in_the_file() {
        assertThat(first("ca.pem", identity.root()).what()).isEqualTo("It speaks v3.1.");
    }

    @Test
    void one_that_is_not_believed_is_found_with_what_to_do() {
        for (String file : List.of("", "other.pem")) {
            assertThat(first(file, identity.root()).advice()).startsWith("Set cellplane.services.ca-file to");
        }
    }

    @Test
    void a_certificate_of_another_name_is_not_believed() {
        URI other = URI.create(identity.root().toString().replace("127.0.0.1", "localhost"));
        assertThat(first("ca.pem", other).advice()).contains("the certificate names the host");
    }

    @Test
    void a_file_that_is_no_authority_is_an_error_at_once() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path missing = folder.resolve("missing.pem");
        for (Path file : List.of(text, empty, missing, folder)) {
            assertThatThrownBy(() -> wire(file.toString()).client())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the CA file " + file + " cannot be ");
        }
    }
}
