package io.cellplane.compute.agent;

import static io.cellplane.compute.agent.TestHost.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest goes to a host that does not share the storage, which copies its disk from the host that it leaves. */
@Timeout(60)
class CopiedTest {
    private static final int LARGE = 1 << 20;

    private final Cell cell;
    private final UUID resize = UUID.randomUUID();
    /** Below those that the system gives to connections, one of which could take it while the host is restarted. */
    private final int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);

    CopiedTest(@TempDir Path folder) throws IOException {
        cell = new Cell(folder, "storage-of-b");
        cell.a.serves(port, 0);
        cell.a.restart();
        cell.boot(cell.a);
        cell.a.hypervisor.inside(cell.server).mark("much".repeat(LARGE / 4));
    }

    @AfterEach
    void stop() {
        cell.close();
    }

    private Command offer() {
        return cell.command(resize, new Order.Offer(resize, Cell.KEY, TestHost.LONG_MILLIS));
    }

    private DiskOffer offered(String key) {
        Reply offered = cell.a.outcome(offer());
        assertThat(offered.outcome())
                .containsEntry(Reply.ADDRESS, "127.0.0.1")
                .containsEntry(Reply.PORT, String.valueOf(port));
        String disks = offered.outcome().getOrDefault(Reply.DISKS, "");
        assertThat(disks).startsWith("root=");
        return new DiskOffer("127.0.0.1", port, key, Map.of(DiskOffer.ROOT, Long.valueOf(disks.substring(5))));
    }

    private Command receive(DiskOffer offer) {
        return cell.command(resize, new Order.Receive(cell.sized(5), resize, "a", false, offer));
    }

    private DiskOffer leftAndOffered() {
        cell.a.outcome(cell.command(resize, new Order.Leave()));
        return offered(Cell.KEY);
    }

    private List<Path> files(TestHost host, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(cell.folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().contains("/" + host.name + "/"))
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }

    private void nothingIsOffered() throws IOException {
        assertThat(files(cell.a, ".shown")).isEmpty();
        assertThat(files(cell.a, ".json").stream()
                        .filter(file -> file.toString().contains("offers"))
                        .toList())
                .isEmpty();
    }

    @Test
    void hosts_say_which_storage_they_have() {
        Reply left = cell.a.outcome(cell.command(resize, new Order.Leave()));
        assertThat(left.outcome())
                .containsEntry(Reply.STORAGE, cell.a.hypervisor.storage().toString());
        assertThat(Cell.asked(cell.a).storage()).isEqualTo(cell.a.hypervisor.storage());
        assertThat(Cell.asked(cell.b).storage())
                .isEqualTo(cell.b.hypervisor.storage())
                .isNotEqualTo(cell.a.hypervisor.storage());
    }

    @Test
    void it_arrives_with_its_disk_and_nothing_is_offered_any_more() throws IOException {
        String disk = cell.disk(cell.a);
        DiskOffer offer = leftAndOffered();
        assertThat(cell.b.outcome(receive(offer)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.disk(cell.b)).isEqualTo(disk).contains("first");
        nothingIsOffered();
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
        assertThat(cell.b.outcome(receive(offer)).state()).isEqualTo(Reply.State.DONE);
    }

    @Test
    void with_another_key_it_is_refused_and_with_its_own_it_still_comes() {
        DiskOffer wrong = leftAndOffered();
        wrong = new DiskOffer(wrong.host(), wrong.port(), "f".repeat(64), wrong.disks());
        Reply refused = cell.b.outcome(receive(wrong));
        assertThat(refused.failure()).isEqualTo(Failure.SPAWN_REFUSED.type());
        assertThat(refused.message()).doesNotContain(Cell.KEY, "f".repeat(64));
        cell.b.outcome(TestHost.undo(receive(wrong)));
        Command again =
                cell.command(resize, new Order.Receive(cell.sized(5), resize, "a", false, offered(Cell.KEY)), 2);
        assertThat(cell.b.outcome(again).state()).isEqualTo(Reply.State.DONE);
    }

    @Test
    void a_disk_that_does_not_fit_is_not_asked_for() throws IOException {
        DiskOffer offer = leftAndOffered();
        DiskOffer large = new DiskOffer(offer.host(), offer.port(), Cell.KEY, Map.of(DiskOffer.ROOT, 6L << 30));
        assertThat(cell.b.outcome(receive(large)).message()).contains("does not fit into 5 GiB");
        assertThat(files(cell.b, "root")).isEmpty();
    }

    @Test
    void back_at_its_host_it_is_offered_to_nobody() throws IOException {
        DiskOffer offer = leftAndOffered();
        cell.a.outcome(TestHost.undo(cell.command(resize, new Order.Leave())));
        nothingIsOffered();
        assertThat(cell.b.outcome(receive(offer)).failure()).isEqualTo(Failure.SPAWN_REFUSED.type());
    }

    @Test
    void restored_discarded_or_destroyed_it_is_offered_to_nobody() throws IOException {
        int attempt = 1;
        for (Order order : List.of(new Order.Restore(resize, true), new Order.Discard(resize), new Order.Destroy())) {
            if (cell.a.hypervisor.guests().isEmpty()) {
                cell.boot(cell.a);
            }
            cell.a.outcome(cell.command(resize, new Order.Leave(), ++attempt));
            cell.a.outcome(cell.command(resize, new Order.Offer(resize, Cell.KEY, TestHost.LONG_MILLIS), attempt));
            assertThat(files(cell.a, ".shown")).hasSize(1);
            assertThat(cell.a.outcome(cell.command(resize, order, attempt)).state())
                    .isEqualTo(Reply.State.DONE);
            nothingIsOffered();
        }
    }

    @Test
    void withdrawn_it_is_handed_over_to_nobody_and_stays_kept() throws IOException {
        DiskOffer offer = leftAndOffered();
        assertThat(cell.a.outcome(TestHost.undo(offer()))).isEqualTo(Reply.undone());
        nothingIsOffered();
        assertThat(cell.b.outcome(receive(offer)).failure()).isEqualTo(Failure.SPAWN_REFUSED.type());
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
    }

    /** Until it is being copied, which never ends as long as one of them is so slow. */
    private void awaitHalf() {
        await().atMost(SOON).until(() -> !files(cell.b, "root").isEmpty());
    }

    @Test
    void a_taker_that_is_killed_in_the_middle_begins_again() throws IOException {
        String disk = cell.disk(cell.a);
        DiskOffer offer = leftAndOffered();
        cell.b.serves(0, 1);
        cell.b.restart();
        assertThat(cell.b.ask(receive(offer)).join().state()).isEqualTo(Reply.State.RUNNING);
        awaitHalf();
        cell.b.serves(0, 0);
        cell.b.restart();
        assertThat(cell.b.outcome(receive(offer)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.disk(cell.b)).isEqualTo(disk);
        assertThat(files(cell.b, "root")).hasSize(1);
        nothingIsOffered();
    }

    @Test
    void a_giver_that_is_killed_in_the_middle_is_waited_for() throws IOException {
        String disk = cell.disk(cell.a);
        cell.a.serves(port, 1);
        cell.a.restart();
        DiskOffer offer = leftAndOffered();
        assertThat(cell.b.ask(receive(offer)).join().state()).isEqualTo(Reply.State.RUNNING);
        awaitHalf();
        cell.a.stop();
        await().atMost(SOON)
                .until(() -> String.valueOf(cell.b.ask(receive(offer)).join().message())
                        .contains("cannot be copied from"));
        cell.a.serves(port, 0);
        cell.a.restart();
        assertThat(cell.b.outcome(receive(offer)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.disk(cell.b)).isEqualTo(disk);
        nothingIsOffered();
    }

    @Test
    void killed_after_it_arrived_it_is_not_copied_again() throws IOException {
        DiskOffer offer = leftAndOffered();
        cell.b.hypervisor.on(Verb.RECEIVE).hangAfter();
        assertThat(cell.b.ask(receive(offer)).join().state()).isEqualTo(Reply.State.RUNNING);
        await().atMost(SOON).until(() -> Cell.effects(cell.b).contains("receive"));
        cell.b.restart();
        cell.b.hypervisor.on(Verb.RECEIVE).release();
        assertThat(cell.b.outcome(receive(offer)).state()).isEqualTo(Reply.State.DONE);
        assertThat(Cell.effects(cell.b)).containsExactly("receive");
        nothingIsOffered();
    }
}
