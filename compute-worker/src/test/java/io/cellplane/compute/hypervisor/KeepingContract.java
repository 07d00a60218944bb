package io.cellplane.compute.hypervisor;

import static io.cellplane.contracts.server.PowerState.RUNNING;
import static io.cellplane.contracts.server.PowerState.SHUTDOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every driver must do with guests that leave, arrive and come back. */
public abstract class KeepingContract {
    private final UUID server = UUID.randomUUID();
    private final Step resize = step("leave");
    private final Step maker = step("spawn");

    protected abstract TestedHost host();

    private static Step step(String name) {
        return new Step(UUID.randomUUID(), name, 1);
    }

    private static Step again(Step step) {
        return new Step(step.operation(), step.name(), step.attempt() + 1);
    }

    private Hypervisor hypervisor() {
        return host().hypervisor();
    }

    /** What a boot leaves: a guest that is off, with something on its disk. */
    @BeforeEach
    void made() throws Exception {
        hypervisor().spawn(host().guest(server, maker, 1, false));
        hypervisor().change(server, Power.START);
        hypervisor().change(server, Power.STOP);
        host().write(server, "first");
    }

    /** A guest that is to be made from what is kept in the storage. */
    private NewGuest arriving(UUID which, int rootGb) {
        NewGuest guest = host().guest(which, step("receive"), rootGb, false);
        return new NewGuest(guest.spec(), guest.maker(), null, false);
    }

    private void refused(Failure failure, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.failure()).isEqualTo(failure));
    }

    private void read(String text) throws Exception {
        hypervisor().change(server, Power.STOP);
        assertThat(host().read(server)).isEqualTo(text);
    }

    @Test
    void a_guest_that_has_left_is_kept_and_no_guest_any_more() throws Exception {
        hypervisor().change(server, Power.START);
        KeptGuest kept = hypervisor().leave(server, resize);
        assertThat(kept.by()).isEqualTo(resize);
        assertThat(kept.ran()).isTrue();
        assertThat(kept.rootGb()).isEqualTo(1);
        assertThat(kept.bytes()).isPositive();
        assertThat(hypervisor().guests()).doesNotContainKey(server);
        assertThat(hypervisor().maker(server)).isEmpty();
        refused(Failure.GUEST_NOT_FOUND, () -> hypervisor().change(server, Power.START));
        assertThat(host().restarted().leave(server, resize)).isEqualTo(kept);
        assertThat(host().restarted().kept()).contains(kept);
        refused(Failure.GUEST_NOT_FOUND, () -> hypervisor().leave(server, step("leave")));
    }

    @Test
    void undone_it_is_a_guest_again_with_its_power_and_its_maker() throws Exception {
        hypervisor().leave(server, resize);
        hypervisor().unleave(server, again(resize));
        assertThat(hypervisor().guest(server)).as("another attempt is undone").isEmpty();
        hypervisor().unleave(server, resize);
        assertThat(hypervisor().guest(server)).contains(SHUTDOWN);
        hypervisor().change(server, Power.START);
        Step second = step("leave");
        hypervisor().leave(server, second);
        hypervisor().unleave(server, second);
        hypervisor().unleave(server, second);
        assertThat(hypervisor().guest(server)).contains(RUNNING);
        assertThat(host().restarted().maker(server)).contains(maker);
        assertThat(hypervisor().kept()).isEmpty();
        read("first");
    }

    @Test
    void on_one_host_the_kept_and_the_received_have_disks_of_their_own() throws Exception {
        KeptGuest kept = hypervisor().leave(server, resize);
        String name = hypervisor().facts().hostname();
        NewGuest arriving = arriving(server, 2);
        assertThat(hypervisor().receive(arriving, resize.operation(), name)).isEqualTo(SHUTDOWN);
        assertThat(host().restarted().receive(arriving, resize.operation(), name))
                .isEqualTo(SHUTDOWN);
        refused(Failure.SPAWN_REFUSED, () -> hypervisor().receive(arriving(server, 2), resize.operation(), name));
        assertThat(hypervisor().change(server, Power.START)).isEqualTo(RUNNING);
        read("first");
        host().write(server, "second");
        refused(Failure.SPAWN_REFUSED, () -> hypervisor().restore(server, resize.operation(), step("restore"), true));
        Step onwards = step("leave");
        assertThat(hypervisor().leave(server, onwards).rootGb()).isEqualTo(2);
        hypervisor().discard(server, onwards.operation());
        hypervisor().discard(server, onwards.operation());
        assertThat(hypervisor().kept()).containsExactly(kept);
        hypervisor().restore(server, resize.operation(), step("restore"), false);
        read("first");
    }

    @Test
    void removing_leaves_what_is_kept_and_destroying_does_not() throws Exception {
        hypervisor().leave(server, resize);
        String name = hypervisor().facts().hostname();
        hypervisor().receive(arriving(server, 1), resize.operation(), name);
        hypervisor().remove(server);
        assertThat(hypervisor().guests()).doesNotContainKey(server);
        assertThat(hypervisor().kept()).hasSize(1);
        hypervisor().destroy(server);
        assertThat(hypervisor().kept()).isEmpty();
        refused(Failure.KEPT_NOT_FOUND, () -> hypervisor().restore(server, resize.operation(), step("restore"), true));
    }

    @Test
    void restored_it_is_as_it_was_and_undone_it_is_kept_as_before() throws Exception {
        KeptGuest kept = hypervisor().leave(server, resize);
        Step restore = step("restore");
        assertThat(hypervisor().restore(server, resize.operation(), restore, true))
                .isEqualTo(RUNNING);
        assertThat(host().restarted().restore(server, resize.operation(), restore, true))
                .isEqualTo(RUNNING);
        assertThat(hypervisor().kept()).isEmpty();
        assertThat(hypervisor().maker(server)).contains(maker);
        hypervisor().unrestore(server, again(restore));
        assertThat(hypervisor().guest(server)).as("another's").contains(RUNNING);
        host().restarted().unrestore(server, restore);
        hypervisor().unrestore(server, restore);
        assertThat(hypervisor().guests()).doesNotContainKey(server);
        assertThat(hypervisor().kept())
                .containsExactly(new KeptGuest(server, kept.by(), true, kept.rootGb(), kept.bytes()));
        hypervisor().restore(server, resize.operation(), step("restore"), false);
        assertThat(hypervisor().guest(server)).contains(SHUTDOWN);
        read("first");
    }

    @Test
    void what_is_kept_is_shown_whole() throws Exception {
        hypervisor().leave(server, resize);
        String[] shown = new String[1];
        hypervisor().upload(server, resize.operation(), "raw", disks -> {
            shown[0] = beginning(Objects.requireNonNull(disks.get(DiskOffer.ROOT)));
            return true;
        });
        assertThat(shown[0]).contains("first");
        refused(
                Failure.UPLOAD_REFUSED,
                () -> hypervisor().upload(server, resize.operation(), "punched-tape", _ -> true));
        refused(Failure.KEPT_NOT_FOUND, () -> hypervisor().upload(server, UUID.randomUUID(), "raw", _ -> true));
    }

    @Test
    void what_is_kept_is_shown_as_a_file_until_it_is_hidden() throws Exception {
        KeptGuest kept = hypervisor().leave(server, resize);
        Path shown = shown();
        assertThat(host().restarted().show(server, resize.operation())).containsEntry(DiskOffer.ROOT, shown);
        assertThat(beginning(shown)).contains("first");
        hypervisor().hide(server, resize.operation());
        hypervisor().hide(server, resize.operation());
        hypervisor().hide(server, UUID.randomUUID());
        assertThat(hypervisor().kept()).containsExactly(kept);
        refused(Failure.KEPT_NOT_FOUND, () -> hypervisor().show(server, UUID.randomUUID()));
        hypervisor().unleave(server, resize);
        host().write(server, "second");
        hypervisor().leave(server, again(resize));
        assertThat(beginning(shown())).as("nothing of before").contains("second");
    }

    private Path shown() throws InterruptedException {
        return hypervisor().show(server, resize.operation()).getOrDefault(DiskOffer.ROOT, Path.of("nothing"));
    }

    @Test
    void a_guest_is_received_from_what_another_host_has_shown() throws Exception {
        hypervisor().leave(server, resize);
        byte[] data = data(shown());
        hypervisor().destroy(server);
        NewGuest arriving = arriving(server, 2);
        NewGuest wanted = new NewGuest(
                arriving.spec(), arriving.maker(), new RootData("raw", file -> written(file, data)), false);
        assertThat(hypervisor().receive(wanted, resize.operation(), "elsewhere"))
                .isEqualTo(SHUTDOWN);
        assertThat(host().restarted().receive(wanted, resize.operation(), "elsewhere"))
                .isEqualTo(SHUTDOWN);
        read("first");
        assertThat(hypervisor().leave(server, step("leave")).rootGb()).isEqualTo(2);
    }

    @Test
    void its_storage_has_one_id() {
        UUID storage = hypervisor().storage();
        assertThat(host().restarted().storage()).isEqualTo(storage);
    }

    /** All that is not zeros lies there. */
    private static byte[] data(Path file) {
        try (InputStream data = Files.newInputStream(file)) {
            return data.readNBytes(1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean written(Path file, byte[] data) {
        try {
            Files.write(file, data);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String beginning(Path file) {
        try (InputStream data = Files.newInputStream(file)) {
            return new String(data.readNBytes(512), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void what_is_not_kept_or_does_not_fit_is_not_received() throws Exception {
        String name = hypervisor().facts().hostname();
        UUID nobody = UUID.randomUUID();
        refused(Failure.KEPT_NOT_FOUND, () -> hypervisor().receive(arriving(nobody, 1), UUID.randomUUID(), name));
        hypervisor().leave(server, resize);
        hypervisor().receive(arriving(server, 2), resize.operation(), name);
        Step second = step("leave");
        hypervisor().leave(server, second);
        refused(Failure.SPAWN_REFUSED, () -> hypervisor().receive(arriving(server, 1), second.operation(), name));
        hypervisor().destroy(server);
    }
}
