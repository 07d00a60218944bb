package io.cellplane.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The {@code openstack} program from PyPI, in a virtual environment that is kept between runs. */
final class OpenStackProgram {
    private static final String VERSION = "10.5.0";
    private static final long MOST_SECONDS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Path clouds;

    OpenStackProgram(Path environment, Path clouds) {
        this.program = environment.resolve("bin/openstack");
        this.clouds = clouds;
    }

    /** What a program said. */
    record Said(int code, String out, String err) {
        Said good() {
            if (code != 0) {
                throw new IllegalStateException("exit code " + code + "\n" + out + err);
            }
            return this;
        }

        JsonNode json() {
            try {
                return JSON.readTree(good().out);
            } catch (IOException e) {
                throw new IllegalStateException(out, e);
            }
        }
    }

    /**
     * Makes the environment unless it is there and complete.
     *
     * @return empty, or why it cannot be made on this machine
     */
    static Optional<String> install(Path environment) throws IOException, InterruptedException {
        Path complete = environment.resolve("complete");
        if (Files.exists(complete)) {
            return Optional.empty();
        }
        try {
            run(List.of("python3", "--version")).good();
        } catch (IOException e) {
            return Optional.of("there is no python3 on the path");
        }
        Files.createDirectories(environment.getParent());
        Said made = run(List.of("python3", "-m", "venv", "--clear", environment.toString()));
        if (made.code() != 0) {
            return Optional.of("python3 has no venv: " + made.out() + made.err());
        }
        Said installed = run(List.of(
                environment.resolve("bin/pip").toString(),
                "install",
                "-q",
                "--disable-pip-version-check",
                "python-openstackclient==" + VERSION));
        if (installed.code() != 0) {
            return unreachable(installed);
        }
        Files.writeString(complete, VERSION);
        return Optional.empty();
    }

    /** Only a registry that cannot be reached excuses a failure. */
    private static Optional<String> unreachable(Said installed) {
        if (installed.err().contains("Retrying") || installed.err().contains("Could not find a version")) {
            return Optional.of("the Python package registry is not reachable: " + installed.err());
        }
        throw new IllegalStateException(installed.out() + installed.err());
    }

    static Path environmentIn(Path root) {
        return root.resolve(".cellplane").resolve("venv-openstackclient-" + VERSION);
    }

    Said run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(words));
        return run(command, clouds);
    }

    JsonNode json(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("-f", "json"));
        return run(all.toArray(String[]::new)).json();
    }

    private static Said run(List<String> command) throws IOException, InterruptedException {
        return run(command, Path.of("none"));
    }

    private static Said run(List<String> command, Path clouds) throws IOException, InterruptedException {
        Path out = Files.createTempFile("openstack", ".out");
        Path err = Files.createTempFile("openstack", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("OS_CLIENT_CONFIG_FILE", clouds.toString());
            builder.environment().put("OS_CLOUD", "cellplane");
            Process process = builder.start();
            if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("did not end: " + command);
            }
            return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
