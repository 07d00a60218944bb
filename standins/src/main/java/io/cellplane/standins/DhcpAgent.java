package io.cellplane.standins;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Has a dnsmasq give each card of the network {@code private} its port's address, as Neutron's DHCP agent does: a file for each
 * port in {@code ports}, named by the port, says {@code <mac>,<address>}. The dnsmasq is told to read them again by a line in
 * the pipe {@code changed}; where there is none nobody listens, and who begins later reads them anyway.
 */
final class DhcpAgent {
    private final Path ports;
    private final Path pipe;
    private final NetworkShelves shelves;

    DhcpAgent(Path folder, NetworkShelves shelves) {
        this.ports = folder.resolve("ports");
        this.pipe = folder.resolve("changed");
        this.shelves = shelves;
    }

    void begin() {
        shelves.store.locked(() -> {
            shelves.ports.watch(this::changed);
            Set<String> alive = shelves.ports.all().stream()
                    .map(port -> port.path("id").asText())
                    .collect(Collectors.toSet());
            try {
                Files.createDirectories(ports);
                try (Stream<Path> files = Files.list(ports)) {
                    for (Path file : files.toList()) {
                        if (!alive.contains(file.getFileName().toString())) {
                            Files.delete(file);
                        }
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            shelves.ports.all().forEach(port -> changed(port.path("id").asText(), Optional.of(port)));
            return alive;
        });
    }

    private void changed(String id, Optional<ObjectNode> port) {
        try {
            Optional<String> address = port.flatMap(this::address);
            if (address.isPresent()) {
                // What begins with a dot the reader leaves alone.
                Path aside = ports.resolve("." + id);
                Files.writeString(aside, port.get().path("mac_address").asText() + "," + address.get() + "\n");
                Files.move(aside, ports.resolve(id), StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(ports.resolve(id));
            }
            tell();
        } catch (IOException e) {
            throw new UncheckedIOException("The address of port " + id + " cannot be told", e);
        }
    }

    /** The first that is of that network: others may have the same addresses, and are not served. */
    private Optional<String> address(ObjectNode port) {
        for (JsonNode ip : port.path("fixed_ips")) {
            boolean isServed = shelves.subnets
                    .get(ip.path("subnet_id").asText())
                    .filter(subnet -> subnet.path("enable_dhcp").asBoolean())
                    .filter(subnet -> subnet.path("cidr").asText().equals(NetworkStandIn.PRIVATE))
                    .isPresent();
            if (isServed) {
                return Optional.of(ip.path("ip_address").asText());
            }
        }
        return Optional.empty();
    }

    /** Opened for both, it waits for no reader. */
    private void tell() throws IOException {
        try (FileChannel channel = FileChannel.open(pipe, READ, WRITE)) {
            channel.write(ByteBuffer.wrap("\n".getBytes(UTF_8)));
        } catch (NoSuchFileException nobody) {
            return;
        }
    }
}
