package io.cellplane.compute.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One host offers a disk, another one takes it, and others try. */
@Timeout(60)
class CopyTest {
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MIB = 1 << 20;

    private final UUID server = UUID.randomUUID();
    private final UUID operation = UUID.randomUUID();
    private final CopyClient client = new CopyClient(Throttle.NONE);
    private final List<UUID> hidden = new ArrayList<>();
    private final List<CopyServer> servers = new ArrayList<>();

    @TempDir
    Path folder;

    private Path disk;
    private Path taken;
    private byte[] data;
    private Offers offers;

    @BeforeEach
    void offered() throws IOException {
        data = new byte[3 * MIB + 17];
        put(0, "at the beginning");
        put(MIB + 5, "in the middle");
        put(data.length - 10, "at the end");
        disk = Files.write(folder.resolve("disk"), data);
        taken = folder.resolve("taken");
        offers = new Offers(folder.resolve("offers"), Clock.systemUTC());
        offers.put(server, operation, KEY, HOUR, Map.of(DiskOffer.ROOT, disk));
    }

    @AfterEach
    void close() {
        servers.forEach(CopyServer::close);
    }

    private void put(int at, String words) {
        byte[] text = words.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, data, at, text.length);
    }

    private CopyServer serve(Throttle throttle, Clock clock) throws IOException {
        Offers known = clock.equals(Clock.systemUTC()) ? offers : new Offers(folder.resolve("offers"), clock);
        CopyServer serving =
                new CopyServer(new CopySettings("127.0.0.1", 0), known, throttle, (which, _) -> hidden.add(which));
        servers.add(serving);
        return serving;
    }

    private CopyServer serve() throws IOException {
        return serve(Throttle.NONE, Clock.systemUTC());
    }

    private DiskOffer at(int port, String key, long size) {
        return new DiskOffer("127.0.0.1", port, key, Map.of(DiskOffer.ROOT, size, "other", size));
    }

    private DiskOffer at(int port) {
        return at(port, KEY, data.length);
    }

    private void take(DiskOffer offer) throws InterruptedException {
        client.take(offer, server, operation, DiskOffer.ROOT, taken);
    }

    /** The giver hears of the end of the one before a moment later. */
    private void takeOnceFree(DiskOffer offer) {
        Awaitility.await().until(() -> {
            try {
                take(offer);
                return true;
            } catch (KeeperAway e) {
                if (String.valueOf(e.getMessage()).contains("is being copied already")) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(Refused.class).hasMessageContaining("127.0.0.1");
    }

    private void isWhole() throws IOException {
        assertThat(Files.mismatch(disk, taken)).isEqualTo(-1);
    }

    @Test
    void the_disk_arrives_whole_and_nobody_on_the_way_reads_it() throws Exception {
        try (Wiretap wire = new Wiretap(serve().port())) {
            take(at(wire.port()));
            isWhole();
            byte[] heard = wire.heard();
            assertThat(heard.length).as("its zeros are not sent").isLessThan(MIB);
            assertThat(new String(heard, StandardCharsets.ISO_8859_1))
                    .doesNotContain("at the beginning", "in the middle", KEY);
        }
    }

    @Test
    void taken_again_it_is_the_same_until_the_taker_has_all() throws Exception {
        int port = serve().port();
        take(at(port));
        Files.writeString(taken, "what a killed taker has left, longer or not");
        take(at(port));
        isWhole();
        client.hasAll(at(port), server, operation);
        client.hasAll(at(port), server, operation);
        refused(() -> take(at(port)));
        assertThat(hidden).containsExactly(server);
    }

    @Test
    void without_the_key_nothing_is_handed_over_and_nothing_ended() throws Exception {
        int port = serve().port();
        DiskOffer wrong = at(port, "f".repeat(64), data.length);
        refused(() -> take(wrong));
        client.hasAll(wrong, server, operation);
        refused(() -> client.take(at(port), UUID.randomUUID(), operation, DiskOffer.ROOT, taken));
        refused(() -> client.take(at(port), server, UUID.randomUUID(), DiskOffer.ROOT, taken));
        refused(() -> client.take(at(port), server, operation, "other", taken));
        assertThat(taken).doesNotExist();
        take(at(port));
        isWhole();
    }

    @Test
    void what_is_said_by_somebody_else_is_never_believed() throws Exception {
        long seed = Long.getLong("cellplane.seed", System.nanoTime());
        System.out.println("cellplane.seed=" + seed);
        Random random = new Random(seed);
        try (Wiretap wire = new Wiretap(serve().port())) {
            take(at(wire.port()));
            int length = wire.heard().length - 100;
            for (int round = 0; round < 20; round++) {
                int where = 33 + random.nextInt(length - 33 - 200);
                boolean cut = random.nextBoolean();
                wire.changing((at, said) -> at != where ? said : cut ? -1 : said ^ 1);
                assertThatThrownBy(() -> takeOnceFree(at(wire.port()))).isInstanceOf(KeeperAway.class);
            }
            wire.changing((_, said) -> said);
            takeOnceFree(at(wire.port()));
            isWhole();
        }
    }

    @Test
    void no_more_is_written_than_was_said_before() throws Exception {
        int port = serve().port();
        for (long said : new long[] {0, MIB, data.length - 1, data.length + 1}) {
            refused(() -> take(at(port, KEY, said)));
            assertThat(Files.size(taken)).isLessThanOrEqualTo(said);
        }
    }

    @Test
    void a_second_taker_is_refused_while_one_is_at_it() throws Exception {
        CountDownLatch goesOn = new CountDownLatch(1);
        CopyServer slow = serve(new Throttle(1, System::nanoTime, _ -> goesOn.await()), Clock.systemUTC());
        CompletableFuture<Void> first = new CompletableFuture<>();
        Path other = folder.resolve("other");
        Thread.ofVirtual().start(() -> {
            try {
                client.take(at(slow.port()), server, operation, DiskOffer.ROOT, other);
                first.complete(null);
            } catch (InterruptedException | RuntimeException e) {
                first.completeExceptionally(e);
            }
        });
        Awaitility.await().until(() -> Files.exists(other));
        assertThatThrownBy(() -> take(at(slow.port())))
                .isInstanceOf(KeeperAway.class)
                .hasMessageContaining("is being copied already");
        assertThat(taken).doesNotExist();
        goesOn.countDown();
        first.join();
        assertThat(Files.mismatch(disk, other)).isEqualTo(-1);
    }

    @Test
    void withdrawn_nobody_reads_it_any_more() throws Exception {
        AtomicReference<Thread> sending = new AtomicReference<>();
        CountDownLatch goesOn = new CountDownLatch(1);
        CopyServer slow = serve(
                new Throttle(1, System::nanoTime, _ -> {
                    sending.set(Thread.currentThread());
                    goesOn.await();
                }),
                Clock.systemUTC());
        CompletableFuture<Throwable> taker = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                take(at(slow.port()));
                taker.complete(new AssertionError("it has taken it"));
            } catch (InterruptedException | RuntimeException e) {
                taker.complete(e);
            }
        });
        Awaitility.await().until(() -> sending.get() != null);
        CompletableFuture<Void> withdrawn = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                offers.withdraw(server, operation);
                withdrawn.complete(null);
            } catch (InterruptedException e) {
                withdrawn.completeExceptionally(e);
            }
        });
        assertThat(taker.join()).isInstanceOf(KeeperAway.class);
        assertThat(withdrawn).as("somebody may still read").isNotDone();
        goesOn.countDown();
        withdrawn.join();
        refused(() -> take(at(slow.port())));
    }

    @Test
    void an_offer_outlives_its_agent_and_ends_by_itself() throws Exception {
        CopyServer killed = serve();
        killed.close();
        assertThatThrownBy(() -> take(at(killed.port()))).isInstanceOf(KeeperAway.class);
        offers = new Offers(folder.resolve("offers"), Clock.systemUTC());
        take(at(serve().port()));
        isWhole();
        int late = serve(Throttle.NONE, Clock.offset(Clock.systemUTC(), HOUR)).port();
        refused(() -> take(at(late)));
        Awaitility.await().until(() -> hidden.equals(List.of(server)));
        Awaitility.await().until(() -> offers.find(server, operation).isEmpty());
    }

    @Test
    void its_file_is_for_the_host_alone() throws IOException {
        for (Path path :
                List.of(folder.resolve("offers"), folder.resolve("offers/" + server + "." + operation + ".json"))) {
            assertThat(Files.getPosixFilePermissions(path).toString()).doesNotContain("GROUP", "OTHERS");
        }
    }

    @Test
    void a_server_does_not_start_where_another_one_listens() throws IOException {
        int port = serve().port();
        assertThatThrownBy(
                        () -> new CopyServer(new CopySettings("127.0.0.1", port), offers, Throttle.NONE, (_, _) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1");
    }
}
