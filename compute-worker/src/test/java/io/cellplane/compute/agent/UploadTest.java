package io.cellplane.compute.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.image.Images;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A root disk goes to the image store and comes back as another host's. */
class UploadTest {
    private static final String CONTENT = "image image\nfirst\n";

    private final Path folder;
    private final Cell cell;
    private final Images images;
    private final UUID image;
    private final UUID resize = UUID.randomUUID();

    UploadTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        cell = new Cell(folder);
        images = new Images();
        image = images.queued();
    }

    @BeforeEach
    void left() {
        cell.boot(cell.a);
        cell.a.outcome(cell.command(resize, new Order.Leave()));
    }

    @AfterEach
    void stop() {
        cell.close();
        images.close();
    }

    private Command upload() {
        return cell.command(resize, new Order.Upload(resize, image, images.grant(image), images.grant(image)));
    }

    private Command spawn(RootImage root) {
        return cell.command(resize, new Order.Spawn(cell.sized(5), root, true));
    }

    private RootImage uploaded() throws IOException, InterruptedException {
        cell.a.outcome(upload());
        return images.root(image, folder.resolve("scratch"));
    }

    private String stored() {
        return new String(images.of(image), StandardCharsets.UTF_8);
    }

    @Test
    void the_content_is_at_the_image_store_and_then_on_another_host() throws Exception {
        Reply sent = cell.a.outcome(upload());
        assertThat(stored()).isEqualTo(CONTENT);
        RootImage root = images.root(image, folder.resolve("scratch"));
        assertThat(sent)
                .isEqualTo(Reply.done(Map.of(Reply.SIZE, String.valueOf(root.size()), Reply.SHA512, root.sha512())));
        assertThat(cell.a.outcome(upload())).isEqualTo(sent);
        assertThat(images.puts()).isEqualTo(1);
        Reply spawned = cell.b.outcome(spawn(root));
        assertThat(spawned.outcome()).containsEntry(Reply.POWER_STATE, "1");
        assertThat(cell.disk(cell.b)).isEqualTo(CONTENT);
        assertThat(cell.b.outcome(spawn(root))).isEqualTo(spawned);
        assertThat(cell.a.hypervisor.kept()).hasSize(1);
        cell.b.outcome(TestHost.undo(spawn(root)));
        assertThat(cell.b.hypervisor.guests()).isEmpty();
        assertThat(cell.disks()).isEqualTo(1);
    }

    @Test
    void a_lost_answer_of_the_store_is_no_second_upload() {
        images.loseAnswer();
        Reply sent = cell.a.outcome(upload());
        assertThat(sent.state()).isEqualTo(Reply.State.DONE);
        assertThat(images.puts()).isEqualTo(1);
        assertThat(stored()).isEqualTo(CONTENT);
        assertThat(Cell.effects(cell.a)).containsExactly("spawn", "leave");
    }

    @Test
    void a_store_that_is_away_is_waited_for() throws Exception {
        images.breakDown(3);
        assertThat(cell.a.outcome(upload()).state()).isEqualTo(Reply.State.DONE);
        RootImage root = images.root(image, folder.resolve("scratch"));
        images.breakDown(3);
        assertThat(cell.b.outcome(spawn(root)).state()).isEqualTo(Reply.State.DONE);
        assertThat(cell.disk(cell.b)).isEqualTo(CONTENT);
        assertThat(cell.disks()).isEqualTo(2);
    }

    @Test
    void a_grant_that_is_over_is_replaced_by_the_next_try() {
        Grant over = new Grant(images.grant(image).data(), "over");
        Command first = cell.command(resize, new Order.Upload(resize, image, over, over));
        assertThat(cell.a.ask(first).join().state()).isEqualTo(Reply.State.RUNNING);
        assertThat(cell.a.outcome(upload()).state()).isEqualTo(Reply.State.DONE);
        assertThat(stored()).isEqualTo(CONTENT);
    }

    @Test
    void an_image_that_is_gone_or_has_other_data_is_refused() {
        images.put(image, "other".getBytes(StandardCharsets.UTF_8));
        Reply other = cell.a.outcome(upload());
        assertThat(other.failure()).isEqualTo(Failure.UPLOAD_REFUSED.type());
        assertThat(other.message()).contains("has other data");
        images.delete(image);
        Reply gone = cell.told(cell.a, new Order.Upload(resize, image, images.grant(image), images.grant(image)));
        assertThat(gone.failure()).isEqualTo(Failure.UPLOAD_REFUSED.type());
        assertThat(gone.message()).contains("404");
        UUID nobody = UUID.randomUUID();
        assertThat(cell.told(cell.a, new Order.Upload(nobody, image, images.grant(image), images.grant(image)))
                        .failure())
                .isEqualTo(Failure.KEPT_NOT_FOUND.type());
    }

    private void refused(RootImage root, String words) throws IOException {
        refused(root, Failure.SPAWN_REFUSED, words);
    }

    private void refused(RootImage root, Failure failure, String words) throws IOException {
        Reply reply = cell.told(cell.b, new Order.Spawn(cell.sized(5), root, true));
        assertThat(reply.failure()).isEqualTo(failure.type());
        assertThat(reply.message()).contains(words);
        assertThat(cell.b.hypervisor.guests()).isEmpty();
    }

    @Test
    void what_is_not_as_declared_is_refused() throws Exception {
        RootImage root = uploaded();
        refused(new RootImage(image, root.read(), "raw", root.size(), "00"), "are not those");
        refused(new RootImage(image, root.read(), "raw", root.size() - 1, root.sha512()), "are not those");
        refused(new RootImage(image, root.read(), "raw", root.size() + 1, root.sha512()), "are not those");
        int gets = images.gets();
        refused(new RootImage(image, root.read(), "qcow2", root.size(), root.sha512()), "qcow2");
        RootImage large = new RootImage(image, root.read(), "raw", (5L << 30) + 1, root.sha512());
        refused(large, Failure.IMAGE_TOO_LARGE, "too small");
        assertThat(images.gets()).as("nothing was fetched for these").isEqualTo(gets);
        images.delete(image);
        refused(root, "404");
    }

    /** A guest may write the head of a qcow2 with a backing file of the host's onto its disk: it stays what is declared. */
    @Test
    void a_disk_that_looks_like_another_format_stays_raw() throws Exception {
        String head = "QFI\u00fb\0\0\0\3\0\0\0\0\0\0\0\150\0\0\0\13/etc/shadow";
        byte[] forged = head.getBytes(StandardCharsets.ISO_8859_1);
        images.put(image, forged);
        Path scratch = folder.resolve("scratch");
        RootImage root = images.root(image, scratch);
        assertThat(cell.told(cell.b, new Order.Spawn(cell.sized(5), root, true)).state())
                .isEqualTo(Reply.State.DONE);
        List<Path> disks;
        try (Stream<Path> files = Files.walk(folder)) {
            disks = files.filter(file -> Files.isRegularFile(file) && !file.equals(scratch))
                    .toList();
        }
        assertThat(disks).anySatisfy(disk -> assertThat(disk).hasBinaryContent(forged));
    }

    @Test
    void a_guest_that_is_there_is_not_taken_for_the_one_from_the_image() throws Exception {
        RootImage root = uploaded();
        cell.boot(cell.b);
        Reply reply = cell.b.outcome(spawn(root));
        assertThat(reply.failure()).isEqualTo(Failure.SPAWN_REFUSED.type());
        assertThat(reply.message()).contains("Another guest");
        cell.b.outcome(TestHost.undo(spawn(root)));
        assertThat(cell.disk(cell.b)).isEqualTo(CONTENT);
    }

    @Test
    void no_token_is_on_disk() throws Exception {
        RootImage root = uploaded();
        cell.b.outcome(spawn(root));
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(Images.TOKEN));
        }
        assertThat(spawn(root).toString()).doesNotContain(Images.TOKEN);
        assertThat(upload().toString()).doesNotContain(Images.TOKEN);
    }
}
