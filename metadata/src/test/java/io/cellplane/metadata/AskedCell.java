package io.cellplane.metadata;

import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.Json;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ExtraRow;
import io.cellplane.db.cell.FileRow;
import io.cellplane.db.cell.MetadataRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestServer;
import io.cellplane.testing.TcpDoor;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A cell with its metadata process, whose guests ask through Neutron's proxy: the test is the proxy. */
final class AskedCell implements AutoCloseable {
    static final String SECRET = "shared with Neutron";
    static final String PROJECT = "project";
    static final UUID PORT = UUID.fromString("abcdef01-2345-6789-abcd-ef0123456789");
    static final Duration WAIT = Duration.ofSeconds(2);

    final TestControlLevel control = new TestControlLevel("meta", "cell1");
    final CellDatabase rows = control.cells.of("cell1");
    final DatabaseSettings reached;
    /** Before the database, as the process sees it. */
    final TcpDoor door;

    private final CellDatabase opened;
    private final GuestServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    AskedCell() {
        this(GuestSettings.standard(0, SECRET), WAIT);
    }

    AskedCell(@Nullable Path vendorData) {
        this(settings(vendorData, 2000), WAIT);
    }

    /** @param wait for the cell's database */
    AskedCell(GuestSettings settings, Duration wait) {
        DatabaseSettings own = rows.database().settings();
        URI url = URI.create(own.url().substring("jdbc:".length()));
        door = new TcpDoor(url.getPort(), TcpDoor.State.OPEN);
        reached = new DatabaseSettings(
                        "jdbc:mysql://127.0.0.1:" + door.port() + url.getPath(), own.user(), own.password())
                .withPool(8)
                .within(wait, wait);
        opened = CellDatabase.open("cell1", reached, Clock.systemUTC());
        server = GuestServer.start(opened, settings);
    }

    static GuestSettings settings(@Nullable Path vendorData, int atOnce) {
        return new GuestSettings("127.0.0.1", 0, SECRET, vendorData, Duration.ofSeconds(15), 16, atOnce);
    }

    /** A server with all that can be said of one. */
    UUID server() {
        return server(UUID.randomUUID(), null);
    }

    UUID server(UUID uuid, @Nullable String moveState) {
        rows.database().run(() -> {
            rows.servers()
                    .save(TestServer.active(uuid, Instant.now())
                            .place(1, moveState)
                            .name("Web Ä", null)
                            .key("mine", "ssh-ed25519 AAAA me")
                            .userData("IyEvYmluL3NoCmVjaG8gaGVsbG8K")
                            .row());
            rows.extras()
                    .save(new ExtraRow(
                            uuid,
                            Json.write(TestServer.FLAVOR),
                            Json.write(List.of("mine", "x509", "ssh-ed25519 AAAA me")),
                            "[\"default\",\"web\"]",
                            null,
                            "{}",
                            Json.write(Ec2Ids.of(26, 3L, 4L, null)),
                            null));
            rows.metadata().saveAll(List.of(new MetadataRow(uuid, "role", "front")));
            rows.files().saveAll(List.of(new FileRow(uuid, "/etc/motd", "V2VsY29tZQ==")));
            BoundPort.Address address = new BoundPort.Address(4, "10.0.0.5", List.of("172.24.4.9"));
            BoundPort card = new BoundPort(
                    PORT, UUID.randomUUID(), "private", "fa:16:3e:00:00:01", List.of(address), "uplink", true);
            rows.infoCaches().put(uuid, Json.write(List.of(card)), Instant.now());
        });
        return uuid;
    }

    /** What the proxy makes of a guest's request. */
    HttpResponse<String> ask(UUID server, String path) {
        return send(signed(server, path));
    }

    HttpRequest.Builder signed(UUID server, String path) {
        return to(path).header("X-Instance-ID", server.toString())
                .header("X-Tenant-ID", PROJECT)
                .header("X-Instance-ID-Signature", signature(SECRET, server.toString()))
                .header("X-Forwarded-For", "10.9.9.9");
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    HttpResponse<String> post(UUID server, String password) {
        return send(signed(server, "/openstack/latest/password").POST(HttpRequest.BodyPublishers.ofString(password)));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String signature(String secret, String server) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(server.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Headers as they are sent, over those of a request that is right. */
    HttpRequest.Builder with(UUID server, Map<String, String> headers) {
        HttpRequest.Builder request = signed(server, "/openstack/latest/meta_data.json");
        headers.forEach(request::setHeader);
        return request;
    }

    @Override
    public void close() {
        server.close();
        opened.close();
        door.close();
        client.close();
        control.close();
    }
}
