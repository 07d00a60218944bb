package io.cellplane.standalone.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The unmodified {@code openstack} command from its package registry, in an environment that the first use makes. */
final class OpenstackCommand implements AutoCloseable {
    /** Between runs. */
    static final Path KEPT =
            Path.of(System.getProperty("user.dir"), "..", ".cellplane").normalize();

    private static final String VERSION = "10.5.0";
    private static final long INSTALL_SECONDS = 300;
    private static final long CALL_SECONDS = 120;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process forks;
    private final Path cloudsYaml;
    private final String cloud;

    private OpenstackCommand(Process forks, Path cloudsYaml, String cloud) {
        this.forks = forks;
        this.cloudsYaml = cloudsYaml;
        this.cloud = cloud;
    }

    /** @param folder kept between runs: installing takes a minute */
    static OpenstackCommand installed(Path folder, Path cloudsYaml, String cloud) {
        Path home = folder.resolve("openstackclient-" + VERSION);
        installOnce(home);
        try (InputStream program = OpenstackCommand.class.getResourceAsStream("/openstack_forks.py")) {
            String text = new String(Objects.requireNonNull(program).readAllBytes(), UTF_8);
            Process forks = new ProcessBuilder(home.resolve("bin/python").toString(), "-c", text)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new OpenstackCommand(forks, cloudsYaml, cloud);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same client as another user; it ends with this one. */
    OpenstackCommand as(String otherCloud) {
        return new OpenstackCommand(forks, cloudsYaml, otherCloud);
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

    private synchronized Said said(List<String> words) {
        try {
            Path out = Files.createTempFile("openstack", ".out");
            Path err = Files.createTempFile("openstack", ".err");
            ObjectNode call = JSON.createObjectNode().put("out", out.toString()).put("err", err.toString());
            call.putPOJO("words", words);
            call.putObject("environment")
                    .put("OS_CLIENT_CONFIG_FILE", cloudsYaml.toString())
                    .put("OS_CLOUD", cloud);
            forks.outputWriter()
                    .append(JSON.writeValueAsString(call))
                    .append('\n')
                    .flush();
            String exit = CompletableFuture.supplyAsync(this::answer, Thread::startVirtualThread)
                    .get(CALL_SECONDS, TimeUnit.SECONDS);
            Said said = new Said(Integer.parseInt(exit), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(words + " did not end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String answer() {
        try {
            return forks.inputReader().readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Other JVMs of the same run come at the same moment: one installs, the others wait for it. */
    private static synchronized void installOnce(Path home) {
        Path complete = home.resolve("complete");
        try {
            Files.createDirectories(home.getParent());
            try (FileChannel lock =
                    FileChannel.open(home.resolveSibling(home.getFileName() + ".lock"), CREATE, WRITE)) {
                lock.lock();
                if (!Files.exists(complete)) {
                    install(List.of("python3", "-m", "venv", "--clear", home.toString()));
                    String pip = home.resolve("bin/pip").toString();
                    install(List.of(pip, "install", "--quiet", "--no-compile", "python-openstackclient==" + VERSION));
                    Files.writeString(complete, VERSION);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install(List<String> words) {
        try {
            Process process = new ProcessBuilder(words).inheritIO().start();
            boolean ended = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
            assertThat(ended && process.exitValue() == 0).as("%s", words).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        forks.destroy();
    }

    /**
     * The words that create a small server, once there is a flavor {@code tiny}.
     *
     * @param rest more of them, its name last
     */
    static String[] creating(String... rest) {
        return Stream.concat(
                        Stream.of("server", "create", "--flavor", "tiny", "--image", "cirros", "--network", "private"),
                        Stream.of(rest))
                .toArray(String[]::new);
    }
}
