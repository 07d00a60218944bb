package io.cellplane.compute.hypervisor.libvirt;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guest gets the data of its image, and guests of one image share what is fetched. */
class FromImageTest {
    private static final byte[] DATA = Arrays.copyOf("system".getBytes(StandardCharsets.US_ASCII), 1 << 20);

    private final LibvirtHost host;
    private final HttpServer store;
    private final AtomicInteger fetched = new AtomicInteger();

    @BeforeAll
    static void assume() {
        TestLibvirt.assume();
    }

    FromImageTest(@TempDir Path folder) throws IOException {
        host = new LibvirtHost(folder, TestLibvirt.shared().uri());
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.sendResponseHeaders(200, DATA.length);
            exchange.getResponseBody().write(DATA);
            exchange.close();
        });
        store.start();
    }

    @AfterEach
    void clean() {
        host.close();
        store.stop(0);
    }

    private NewGuest guest(UUID server, UUID image) throws GeneralSecurityException {
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(DATA));
        URI data = URI.create("http://127.0.0.1:" + store.getAddress().getPort() + "/");
        return new NewGuest(
                LibvirtHost.spec(server, 2, Map.of("hw_video_model", "none")),
                new Step(UUID.randomUUID(), "spawn", 1),
                null,
                new BaseImage(image, new Grant(data, "token"), "raw", DATA.length, Map.of("sha512", sha512)),
                false);
    }

    @Test
    void guests_of_one_image_have_its_data_and_it_is_fetched_once() throws Exception {
        UUID image = UUID.randomUUID();
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        assertThat(host.hypervisor().spawn(guest(one, image))).isEqualTo(PowerState.SHUTDOWN);
        host.hypervisor().spawn(guest(other, image));
        assertThat(fetched).hasValue(1);
        assertThat(host.read(one)).isEqualTo("system");
        host.hypervisor().destroy(one);
        assertThat(host.read(other)).isEqualTo("system");
        assertThat(host.hypervisor()
                        .leave(other, new Step(UUID.randomUUID(), "leave", 1))
                        .rootGb())
                .isEqualTo(2);
    }
}
