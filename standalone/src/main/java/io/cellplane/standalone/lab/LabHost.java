package io.cellplane.standalone.lab;

import io.cellplane.standalone.apart.Lab;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.standalone.cloud.CloudFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host of a lab that runs, as an operator looks at it.
 *
 * @param entry what brings a command into it
 * @param disks the folder of its guests' disks
 */
public record LabHost(String name, List<String> entry, Path disks) {
    private static final String LIBVIRTD = "libvirtd-";
    private static final String HOST = "host-";
    /** How tap devices are named: as the network service says, or by libvirt itself. */
    private static final List<String> TAPS = List.of("tap", "vnet");

    private static final Duration CALL = Duration.ofSeconds(30);

    /** All hosts of a lab. */
    public static List<LabHost> all(CloudFile cloud) {
        return ProgramTable.in(cloud.data()).orElseThrow().of(Role.LIBVIRTD).stream()
                .map(libvirtd -> of(cloud, libvirtd.name().substring(LIBVIRTD.length())))
                .toList();
    }

    public static LabHost of(CloudFile cloud, String host) {
        ProgramTable table = ProgramTable.in(cloud.data()).orElseThrow();
        return new LabHost(
                host,
                table.named(LIBVIRTD + host).entry(),
                Lab.instances(table.named(HOST + host)).resolve(host));
    }

    /** What libvirt knows, running or not. */
    Set<UUID> guests() {
        return uuids("virsh", "list", "--all", "--uuid");
    }

    /** Those that have a processor: running or paused. */
    Set<UUID> active() {
        return uuids("virsh", "list", "--uuid");
    }

    private Set<UUID> uuids(String... command) {
        return run(command)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(UUID::fromString)
                .collect(Collectors.toSet());
    }

    /** As {@code virsh} says it. */
    public String state(UUID guest) {
        return run("virsh", "domstate", guest.toString()).strip();
    }

    /** Tap devices of guests. */
    List<String> taps() {
        return run("ip", "-brief", "link")
                .lines()
                .map(line -> line.split("[ @]", 2)[0])
                .filter(card -> TAPS.stream().anyMatch(card::startsWith))
                .toList();
    }

    /** Files and folders of guests: each server's folder, and what is half-done anywhere. */
    List<Path> files() {
        if (!Files.isDirectory(disks)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(disks)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what the command said. @throws IllegalStateException when it fails or does not end */
    public String run(String... command) {
        List<String> words = new ArrayList<>(entry);
        words.addAll(List.of(command));
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(CALL.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " in " + name + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
