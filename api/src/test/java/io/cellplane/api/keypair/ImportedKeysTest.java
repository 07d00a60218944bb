package io.cellplane.api.keypair;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cellplane.api.Cloud;
import io.cellplane.api.Cloud.Answer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImportedKeysTest {
    private static final String PATH = "/v2.1/os-keypairs";
    private static final int TYPE = "ssh-ed25519".length();
    private static Cloud cloud;

    @BeforeAll
    static void start() {
        cloud = Cloud.start("importedkeys", Map.of("cellplane.quota.key-pairs", -1));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Answer post(String name, String type, String key) {
        try {
            Map<String, String> pair = Map.of("name", name, "type", type, "public_key", key);
            String body = new ObjectMapper().writeValueAsString(Map.of("keypair", pair));
            return cloud.call(MEMBER, "2.2", "POST", PATH, body);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void isRefused(String type, String key) {
        Answer answer = post("refused", type, key);
        assertThat(answer.status()).as(key).isEqualTo(400);
        assertThat(answer.message()).startsWith("Keypair data is invalid: failed to generate ");
    }

    @ParameterizedTest
    @EnumSource
    void a_key_has_the_fingerprint_that_openssh_shows(KnownKey key) {
        Answer answer = post(key.name(), "ssh", key.line);
        assertThat(answer.status()).isEqualTo(201);
        JsonNode pair = answer.body().path("keypair");
        assertThat(pair.path("fingerprint").asText()).isEqualTo(key.md5);
        assertThat(pair.path("public_key").asText()).isEqualTo(key.line);
        assertThat(pair.has("private_key")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_cut_longer_or_of_another_type_is_refused(KnownKey key) {
        String[] words = key.line.split(" ");
        byte[] blob = Base64.getDecoder().decode(words[1]);
        for (int length = 0; length < blob.length; length += 7) {
            isRefused("ssh", line(words[0], Arrays.copyOf(blob, length)));
        }
        isRefused("ssh", line(words[0], Arrays.copyOf(blob, blob.length - 1)));
        isRefused("ssh", line(words[0], Arrays.copyOf(blob, blob.length + 1)));
        isRefused("ssh", words[1]);
        for (KnownKey other : KnownKey.values()) {
            String type = other.line.substring(0, other.line.indexOf(' '));
            if (other != key) {
                isRefused("ssh", line(type, blob));
                isRefused("ssh", line(type, retyped(blob, type)));
            }
        }
    }

    /** The same key that says it is of another type. */
    private static byte[] retyped(byte[] blob, String type) {
        int from = 4 + ByteBuffer.wrap(blob).getInt();
        byte[] other = new byte[4 + type.length() + blob.length - from];
        ByteBuffer.wrap(other)
                .putInt(type.length())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(blob, from, blob.length - from);
        return other;
    }

    private static String line(String type, byte[] blob) {
        return type + " " + Base64.getEncoder().encodeToString(blob);
    }

    static Stream<String> malformed() {
        byte[] huge = ByteBuffer.allocate(4 + TYPE + 4)
                .putInt(TYPE)
                .put("ssh-ed25519".getBytes(StandardCharsets.US_ASCII))
                .putInt(Integer.MAX_VALUE)
                .array();
        byte[] negative = huge.clone();
        Arrays.fill(negative, negative.length - 4, negative.length, (byte) -1);
        byte[] off = Base64.getDecoder().decode(KnownKey.ECDSA_256.line.split(" ")[1]);
        off[off.length - 1] ^= 1;
        byte[] even = Base64.getDecoder().decode(KnownKey.RSA.line.split(" ")[1]);
        even[even.length - 1] ^= 1;
        byte[] tooLong = new byte[11_000];
        Arrays.fill(tooLong, (byte) 0x55);
        byte[] rsa = Base64.getDecoder().decode(KnownKey.RSA.line.split(" ")[1]);
        System.arraycopy(rsa, 0, tooLong, 0, 22);
        ByteBuffer.wrap(tooLong).putInt(18, tooLong.length - 22);
        tooLong[22] = 0x7f;
        tooLong[tooLong.length - 1] |= 1;
        return Stream.of(
                "",
                " ",
                "ssh-rsa",
                "ssh-rsa ",
                "ssh-rsa ====",
                "ssh-rsa nonsense",
                "ssh-unknown AAAA",
                "-----BEGIN RSA PRIVATE KEY-----",
                line("ssh-ed25519", huge),
                line("ssh-ed25519", negative),
                line("ecdsa-sha2-nistp256", off),
                line("ssh-rsa", even),
                line("ssh-rsa", tooLong));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void what_is_no_key_of_openssh_is_refused(String key) {
        isRefused("ssh", key);
    }

    @Test
    void a_certificate_has_the_fingerprint_that_openssl_shows() {
        Answer answer = post("certificate", "x509", KnownKey.CERTIFICATE);
        assertThat(answer.status()).isEqualTo(201);
        JsonNode pair = answer.body().path("keypair");
        assertThat(pair.path("type").asText()).isEqualTo("x509");
        assertThat(pair.path("fingerprint").asText()).isEqualTo(KnownKey.CERTIFICATE_SHA1);
        assertThat(pair.path("public_key").asText()).isEqualTo(KnownKey.CERTIFICATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "nonsense",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
            })
    void what_is_no_certificate_is_refused(String key) {
        isRefused("x509", key);
        isRefused("x509", KnownKey.CERTIFICATE.replace("MIIB", "MIIA"));
        isRefused("x509", KnownKey.RSA.line);
        isRefused("ssh", KnownKey.CERTIFICATE);
    }

    @Test
    void the_ssh_keygen_of_this_machine_reads_a_generated_pair_as_the_api_does(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(at -> Files.isExecutable(Path.of(at, "ssh-keygen"))),
                "no ssh-keygen on the path");
        JsonNode pair = cloud.call(MEMBER, "2.2", "POST", PATH, "{\"keypair\": {\"name\": \"generated\"}}")
                .body()
                .path("keypair");
        Path open = Files.writeString(
                folder.resolve("key.pub"), pair.path("public_key").asText());
        Path secret = Files.writeString(
                folder.resolve("key"), pair.path("private_key").asText());
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        assertThat(said("ssh-keygen", "-l", "-E", "md5", "-f", open.toString()))
                .contains("2048 MD5:" + pair.path("fingerprint").asText() + " ");
        Files.delete(open);
        String derived = said("ssh-keygen", "-y", "-f", secret.toString()).strip();
        assertThat(pair.path("public_key").asText()).startsWith(derived);
    }

    private static String said(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return text;
    }
}
