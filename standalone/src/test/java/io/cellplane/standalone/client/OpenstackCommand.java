package io.cellplane.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The unmodified {@code openstack} command from its package registry, in an environment that the first use makes. */
final class OpenstackCommand {
    private static final String VERSION = "10.5.0";
    private static final long INSTALL_SECONDS = 300;
    private static final long CALL_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Path cloudsYaml;
    private final String cloud;

    private OpenstackCommand(Path program, Path cloudsYaml, String cloud) {
        this.program = program;
        this.cloudsYaml = cloudsYaml;
        this.cloud = cloud;
    }

    /** @param folder kept between runs: installing takes a minute */
    static OpenstackCommand installed(Path folder, Path cloudsYaml, String cloud) {
        Path home = folder.resolve("openstackclient-" + VERSION);
        Path complete = home.resolve("complete");
        if (!Files.exists(complete)) {
            Said made = run(List.of("python3", "-m", "venv", "--clear", home.toString()), Map.of(), INSTALL_SECONDS);
            assertThat(made.exit()).as(made.err()).isZero();
            String pip = home.resolve("bin/pip").toString();
            Said installed = run(
                    List.of(pip, "install", "--quiet", "python-openstackclient==" + VERSION),
                    Map.of(),
                    INSTALL_SECONDS);
            assertThat(installed.exit()).as(installed.err()).isZero();
            try {
                Files.writeString(complete, VERSION);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new OpenstackCommand(home.resolve("bin/openstack"), cloudsYaml, cloud);
    }

    OpenstackCommand as(String otherCloud) {
        return new OpenstackCommand(program, cloudsYaml, otherCloud);
    }

    /** Runs a command that must succeed and answers in JSON. */
    JsonNode json(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-f", "json"));
        Said said = said(all);
        assertThat(said.exit()).as("%s: %s", all, said.err()).isZero();
        try {
            return JSON.readTree(said.out());
        } catch (IOException e) {
            throw new UncheckedIOException(all + " said: " + said.out(), e);
        }
    }

    /** Runs a command that must succeed and says nothing that matters. */
    void run(String... words) {
        Said said = said(List.of(words));
        assertThat(said.exit()).as("%s: %s", List.of(words), said.err()).isZero();
    }

    /** Runs a command that must be refused. @return what it said */
    String refused(String... words) {
        Said said = said(List.of(words));
        assertThat(said.exit()).as("%s: %s", List.of(words), said.out()).isNotZero();
        return said.err();
    }

    private record Said(int exit, String out, String err) {}

    private Said said(List<String> words) {
        List<String> all = new ArrayList<>(List.of(program.toString()));
        all.addAll(words);
        return run(all, Map.of("OS_CLIENT_CONFIG_FILE", cloudsYaml.toString(), "OS_CLOUD", cloud), CALL_SECONDS);
    }

    private static Said run(List<String> words, Map<String, String> environment, long seconds) {
        try {
            Path out = Files.createTempFile("openstack", ".out");
            Path err = Files.createTempFile("openstack", ".err");
            ProcessBuilder builder =
                    new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " did not end in " + seconds + " s: " + Files.readString(err));
            }
            Said said = new Said(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
