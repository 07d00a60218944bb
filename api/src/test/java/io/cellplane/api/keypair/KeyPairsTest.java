package io.cellplane.api.keypair;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KeyPairsTest {
    private static final String PATH = "/v2.1/os-keypairs";
    private static final String ED25519 =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGLd7Bg8DGr2PqOhzOnPTm1LVzDrRgXz8VX5gQ6n9JbA somebody";
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("keypairs", Map.of("cellplane.quota.key-pairs", 5));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer create(String user, String version, String fields) {
        return cloud.call(user, version, "POST", PATH, "{\"keypair\": {%s}}".formatted(fields));
    }

    @Test
    void a_generated_pair_shows_its_private_half_once() {
        Answer made = create(MEMBER, "2.1", "\"name\":\"made\"");
        assertThat(made.status()).isEqualTo(200);
        JsonNode pair = made.body().path("keypair");
        assertThat(pair.path("private_key").asText()).startsWith("-----BEGIN RSA PRIVATE KEY-----\n");
        assertThat(pair.path("public_key").asText()).startsWith("ssh-rsa AAAA");
        assertThat(pair.path("fingerprint").asText()).matches("([0-9a-f]{2}:){15}[0-9a-f]{2}");
        assertThat(pair.has("type")).isFalse();
        JsonNode shown = cloud.get(MEMBER, "2.2", PATH + "/made").body().path("keypair");
        assertThat(shown.has("private_key")).isFalse();
        assertThat(shown.path("type").asText()).isEqualTo("ssh");
        assertThat(shown.path("deleted").isBoolean()).isTrue();
    }

    @Test
    void a_generated_certificate_is_its_users_and_comes_with_its_key() throws Exception {
        Answer made = create(MEMBER, "2.2", "\"name\":\"windows\",\"type\":\"x509\"");
        assertThat(made.status()).isEqualTo(201);
        JsonNode pair = made.body().path("keypair");
        assertThat(pair.path("type").asText()).isEqualTo("x509");
        X509Certificate certificate = certificate(pair.path("public_key").asText());
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=member-id");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        List<?> name = certificate.getSubjectAlternativeNames().iterator().next();
        assertThat(name.get(0)).isEqualTo(0);
        assertThat(name.get(2)).isEqualTo("1.3.6.1.4.1.311.20.2.3");
        assertThat(name.get(3)).isEqualTo("member-id@localhost");
        assertThat(Duration.between(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofDays(3650));
        assertThat(pair.path("fingerprint").asText()).isEqualTo(sha1(certificate));
        KeyStore both = KeyStore.getInstance("PKCS12");
        byte[] bytes = Base64.getDecoder().decode(pair.path("private_key").asText());
        both.load(new ByteArrayInputStream(bytes), new char[0]);
        String alias = both.aliases().nextElement();
        assertThat(both.getCertificate(alias)).isEqualTo(certificate);
        RSAPrivateKey key = (RSAPrivateKey) both.getKey(alias, new char[0]);
        assertThat(key.getModulus()).isEqualTo(((RSAPublicKey) certificate.getPublicKey()).getModulus());
        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        JsonNode shown = cloud.get(MEMBER, "2.2", PATH + "/windows").body().path("keypair");
        assertThat(shown.path("public_key")).isEqualTo(pair.path("public_key"));
        assertThat(shown.has("private_key")).isFalse();
    }

    private static X509Certificate certificate(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String sha1(X509Certificate certificate) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(digest);
    }

    @Test
    void statuses_change_with_2_2() {
        assertThat(create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519))
                        .status())
                .isEqualTo(201);
        assertThat(create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519))
                        .message())
                .isEqualTo("Key pair 'imported' already exists.");
        assertThat(cloud.call(ADMIN, "2.2", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(204);
        create(ADMIN, "2.2", "\"name\":\"imported\",\"public_key\":\"%s\"".formatted(ED25519));
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(202);
        assertThat(cloud.call(ADMIN, "2.1", "DELETE", PATH + "/imported", null).status())
                .isEqualTo(404);
    }

    @Test
    void bad_names_and_keys_are_refused() {
        assertThat(create(MEMBER, "2.1", "\"name\":\"a/b\"").message()).contains("unsafe characters");
        assertThat(create(MEMBER, "2.1", "\"name\":\"%s\"".formatted("x".repeat(256)))
                        .message())
                .endsWith("is too long");
        assertThat(create(MEMBER, "2.1", "\"name\":\"k\",\"public_key\":\"ssh-rsa nonsense\"")
                        .message())
                .isEqualTo("Keypair data is invalid: failed to generate fingerprint");
        assertThat(create(MEMBER, "2.2", "\"name\":\"k\",\"type\":\"x509\",\"public_key\":\"%s\"".formatted(ED25519))
                        .message())
                .startsWith("Keypair data is invalid: failed to generate X509 fingerprint. Error message: ");
        assertThat(create(MEMBER, "2.1", "\"name\":\"k\",\"type\":\"ssh\"").status())
                .isEqualTo(400);
    }

    @Test
    void everyone_has_his_own_and_an_administrator_may_ask_for_others() {
        create(FOREIGNER, "2.1", "\"name\":\"own\"");
        assertThat(cloud.get(READER, "2.10", PATH + "/own").status()).isEqualTo(404);
        assertThat(cloud.get(READER, "2.10", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(403);
        assertThat(cloud.get(ADMIN, "2.10", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(200);
        assertThat(cloud.get(ADMIN, "2.9", PATH + "/own?user_id=foreigner-id").status())
                .isEqualTo(404);
    }

    @Test
    void the_limit_holds_and_lists_have_pages() {
        for (int i = 0; i < 5; i++) {
            String fields = "\"name\":\"n%d\",\"user_id\":\"full\",\"public_key\":\"%s\"".formatted(i, ED25519);
            assertThat(create(ADMIN, "2.10", fields).status()).isEqualTo(201);
        }
        assertThat(create(ADMIN, "2.10", "\"name\":\"n9\",\"user_id\":\"full\"").status())
                .isEqualTo(403);
        JsonNode page = cloud.get(ADMIN, "2.35", PATH + "?user_id=full&limit=2&marker=n0")
                .body();
        assertThat(page.at("/keypairs/0/keypair/name").asText()).isEqualTo("n1");
        assertThat(page.at("/keypairs_links/0/href").asText()).contains("marker=n2", "user_id=full");
        assertThat(cloud.get(ADMIN, "2.34", PATH + "?user_id=full&limit=2")
                        .body()
                        .path("keypairs"))
                .hasSize(5);
    }
}
