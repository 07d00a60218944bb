package io.cellplane.activities.control.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.activities.control.StandIns;
import io.cellplane.activities.control.images.ImageSnapshots.Granted;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.operation.StepResult.Verdict;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ImageGrantRow;
import io.cellplane.db.control.ImageGrantRows;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.RequestSpecRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.ImageData;
import io.cellplane.openstack.image.ImageGrant;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.image.NewImage;
import io.cellplane.temporal.step.Snapshots;
import io.cellplane.temporal.step.Snapshots.Snapshot;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageSnapshotsTest {
    private static final TestControlLevel CONTROL = new TestControlLevel("snapshots");
    private static final Secrets SECRETS = new Secrets(new byte[32]);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    static Path folder;

    private static StandIns services;
    private static HttpClient http;

    private final UUID image = UUID.randomUUID();
    private final ImageGrantRows rows = new ImageGrantRows(CONTROL.api, SECRETS);
    private Images images;
    private ImageSnapshots snapshots;
    private Accepted server;

    @BeforeAll
    static void open() throws Exception {
        services = new StandIns(folder);
        http = ServiceHttp.client();
        Files.writeString(folder.resolve("empty"), "");
    }

    @AfterAll
    static void close() {
        http.close();
        services.close();
        CONTROL.close();
    }

    @BeforeEach
    void accept() {
        images = services.clients.images();
        snapshots = snapshots(images);
        server = CONTROL.accept();
        UUID own = UUID.randomUUID();
        images.create(new NewImage(
                own.toString(), "own", "qcow2", "bare", Map.of("hw_disk_bus", "virtio", "os_type", "linux", "x", "y")));
        madeFrom(own.toString());
    }

    @AfterEach
    void nothingIsLeft() {
        snapshots.remove(step(1), image);
        assertThat(images.get(image.toString())).isEmpty();
    }

    private static ImageSnapshots snapshots(Images images) {
        return new ImageSnapshots(CONTROL.api, images, services.clients.imageGrants(), SECRETS);
    }

    private void madeFrom(@Nullable String imageId) {
        RequestSpecRow row = CONTROL.api.requestSpecs().find(server.server()).orElseThrow();
        RequestedServer was = Json.read(row.spec(), RequestedServer.class);
        CONTROL.api.requestSpecs().drop(server.server());
        String spec =
                Json.write(was).replace("\"" + was.imageId() + "\"", imageId == null ? "null" : "\"" + imageId + "\"");
        CONTROL.api.requestSpecs().saveAll(List.of(new RequestSpecRow(server.server(), spec, Instant.now())));
    }

    private Step step(int attempt) {
        return new Step(server.operation(), "snapshot", attempt);
    }

    private Step granting(int attempt) {
        return new Step(server.operation(), "grant", attempt);
    }

    private StepResult<Snapshot> prepare() {
        return snapshots.prepare(step(1), server.server(), image);
    }

    private StepResult<Granted> grant(int attempt) {
        return snapshots.grant(granting(attempt), image, ImageAccess.WRITE, LONG);
    }

    private ImageGrantRow row() {
        return rows.find(server.operation(), image, ImageAccess.WRITE).orElseThrow();
    }

    @Test
    void a_format_that_no_host_writes_is_declared_as_one_that_they_write() {
        UUID other = UUID.randomUUID();
        images.create(new NewImage(other.toString(), "other", "vmdk", "bare", Map.of()));
        madeFrom(other.toString());
        assertThat(prepare().outcome()).isEqualTo(new Snapshot(image, "qcow2", "bare"));
    }

    @Test
    void the_record_is_like_the_servers_own_image() {
        StepResult<Snapshot> made = prepare();
        assertThat(made.outcome()).isEqualTo(new Snapshot(image, "qcow2", "bare"));
        assertThat(prepare()).isEqualTo(made);

        Image there = images.get(image.toString()).orElseThrow();
        assertThat(there.status()).isEqualTo("queued");
        assertThat(there.visibility()).isEqualTo("private");
        assertThat(there.properties())
                .containsEntry("hw_disk_bus", "virtio")
                .containsEntry("os_type", "linux")
                .doesNotContainKey("x")
                .containsEntry(Image.OPERATION, server.operation().toString())
                .containsEntry(Image.SERVER, server.server().toString());
    }

    @Test
    void a_server_whose_image_is_gone_has_a_raw_disk() {
        server = CONTROL.accept();
        madeFrom(UUID.randomUUID().toString());
        assertThat(prepare().outcome()).isEqualTo(new Snapshot(image, "raw", "bare"));
    }

    @Test
    void what_a_lost_answer_made_is_adopted() {
        ImageSnapshots losing = snapshots(StandIns.after(Images.class, images, "create", () -> {
            throw new ServiceAway("image", "the answer was lost", null);
        }));
        assertThatThrownBy(() -> losing.prepare(step(1), server.server(), image))
                .isInstanceOf(ServiceAway.class);
        assertThat(prepare().isDone()).isTrue();
    }

    @Test
    void removed_before_after_and_while_it_is_made() {
        snapshots.remove(step(1), image);
        assertThat(prepare().verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(images.get(image.toString())).isEmpty();

        ImageSnapshots slow =
                snapshots(StandIns.after(Images.class, images, "create", () -> snapshots.remove(step(2), image)));
        assertThat(slow.prepare(step(2), server.server(), image).verdict()).isEqualTo(Verdict.UNDONE);
        assertThat(images.get(image.toString())).isEmpty();

        snapshots.prepare(step(3), server.server(), image);
        snapshots.remove(step(3), image);
        snapshots.remove(step(3), image);
        assertThat(images.get(image.toString())).isEmpty();
    }

    @Test
    void a_repeat_beside_itself_makes_one() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StepResult<Snapshot>>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(threads.submit(this::prepare));
            }
            for (Future<StepResult<Snapshot>> one : tries) {
                assertThat(one.get().isDone()).isTrue();
            }
        }
    }

    @Test
    void another_image_of_that_id_is_refused_and_stays() {
        UUID others = UUID.randomUUID();
        images.create(new NewImage(others.toString(), "other's", "raw", "bare", Map.of(Image.OPERATION, "another")));
        StepResult<Snapshot> refused = snapshots.prepare(step(1), server.server(), others);

        assertThat(refused.failure()).isEqualTo("image.refused");
        assertThat(refused.message()).contains("already exists");
        assertThat(snapshots.prepare(step(1), server.server(), others)).isEqualTo(refused);
        snapshots.remove(step(1), others);
        assertThat(images.get(others.toString())).isPresent();
    }

    @Test
    void the_host_sends_with_the_grant() throws Exception {
        prepare();
        StepResult<Granted> granted = grant(1);
        assertThat(grant(1)).isEqualTo(granted);
        Path disk = Files.writeString(folder.resolve("disk-" + image), "hello");
        new ImageData(http).upload(URI.create(row().url()), row().token(), disk);

        assertThat(images.get(image.toString()))
                .hasValueSatisfying(sent ->
                        assertThat(sent.isActive() && sent.sizeBytes() == 5).isTrue());
    }

    @Test
    void no_token_is_told_or_readable_in_a_row() {
        prepare();
        StepResult<Granted> granted = grant(1);
        String token = row().token();

        assertThat(granted.toString() + Json.write(granted)).doesNotContain(token);
        assertThat(row().toString()).doesNotContain(token);
        for (OperationDataRow row : CONTROL.api.operationData().of(server.operation())) {
            assertThat(new String(row.value(), StandardCharsets.ISO_8859_1)).doesNotContain(token);
        }
        assertThat(rows.find(server.operation(), UUID.randomUUID(), ImageAccess.WRITE))
                .isEmpty();
        assertThat(rows.find(server.operation(), image, ImageAccess.READ)).isEmpty();
    }

    @Test
    void when_the_image_is_removed_no_grant_of_it_is_worth_anything() {
        prepare();
        grant(1);
        ImageGrantRow first = row();
        grant(2);
        ImageGrantRow second = row();
        assertThat(second.name()).isNotEqualTo(first.name());
        snapshots.remove(step(1), image);
        refused(first);
        refused(second);
    }

    @Test
    void grants_that_are_asked_for_beside_each_other_leave_one_that_is_good() throws Exception {
        prepare();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StepResult<Granted>>> tries = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                tries.add(threads.submit(() -> grant(1)));
            }
            for (Future<StepResult<Granted>> one : tries) {
                assertThat(one.get().isDone()).isTrue();
            }
        }
        new ImageData(http).upload(URI.create(row().url()), row().token(), folder.resolve("empty"));
        assertThat(images.get(image.toString()).orElseThrow().isActive()).isTrue();
    }

    @Test
    void an_open_after_its_undo_grants_nothing() {
        snapshots.remove(step(1), image);
        assertThat(snapshots.open(step(1), server.server(), image, LONG).verdict())
                .isEqualTo(Verdict.UNDONE);
        assertThat(rows.find(server.operation(), image, ImageAccess.WRITE)).isEmpty();
    }

    @Test
    void the_services_are_waited_for() {
        services.withoutServices(() -> assertThatThrownBy(this::prepare).isInstanceOf(ServiceAway.class));
        assertThat(prepare().isDone()).isTrue();
        services.withoutServices(
                () -> assertThatThrownBy(() -> snapshots.remove(step(1), image)).isInstanceOf(ServiceAway.class));
        snapshots.remove(step(1), image);
        assertThat(images.get(image.toString())).isEmpty();
    }

    private void refused(ImageGrantRow grant) {
        assertThatThrownBy(() ->
                        new ImageData(http).upload(URI.create(grant.url()), grant.token(), folder.resolve("empty")))
                .satisfies(failure -> assertThat(failure).isInstanceOf(ServiceRefused.class));
    }

    @Test
    void the_host_of_a_boot_may_read_the_servers_own_image_once_it_has_data() throws Exception {
        Step open = new Step(server.operation(), "image", 1);
        assertThat(snapshots.openOwn(open, server.server(), LONG).failure()).isEqualTo(Failure.IMAGE_REFUSED.type());
        String id = Json.read(
                        CONTROL.api
                                .requestSpecs()
                                .find(server.server())
                                .orElseThrow()
                                .spec(),
                        RequestedServer.class)
                .imageId();
        ImageGrants grants = services.clients.imageGrants();
        ImageGrant write = grants.grant(
                ImageGrants.prefix(server.operation()) + "x", UUID.fromString(id), ImageAccess.WRITE, LONG);
        Path disk = Files.writeString(folder.resolve("own-" + image), "hello");
        new ImageData(http).upload(write.url(), write.token(), disk);
        StepResult<Snapshots.Own> own =
                snapshots.openOwn(new Step(server.operation(), "image", 2), server.server(), LONG);
        Snapshots.Own said = own.orRefuse();
        assertThat(said.image()).hasToString(id);
        assertThat(said.bytes()).isEqualTo(5);
        assertThat(said.diskFormat()).isEqualTo("qcow2");
        assertThat(said.hashes()).containsKeys("md5", "sha512");
        assertThat(rows.find(server.operation(), said.image(), ImageAccess.READ))
                .isPresent();
        assertThat(rows.find(server.operation(), said.image(), ImageAccess.WRITE))
                .isEmpty();
        grants.revokeAll(ImageGrants.prefix(server.operation()));
    }
}
