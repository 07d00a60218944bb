package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.http.Answer;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.ImageData;
import io.cellplane.openstack.image.ImageGrant;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.NewImage;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host gets at one image's data, in one direction, for a time, and at nothing else. */
class ImageGrantsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path data;

    private final UUID image = UUID.randomUUID();
    private final HttpClient http = ServiceHttp.client();
    private final ImageData transfer = new ImageData(http);
    private StandInCloud cloud;
    private ImageGrants grants;
    private Path disk;

    @BeforeEach
    void open() throws Exception {
        cloud = new StandInCloud(data);
        grants = cloud.clients.imageGrants();
        disk = Files.writeString(data.resolve("disk"), "a marker on the disk");
        make(image);
    }

    @AfterEach
    void close() {
        http.close();
        cloud.close();
    }

    private void make(UUID id) {
        cloud.clients
                .images()
                .create(new NewImage(id.toString(), "temp", "raw", "bare", Map.of(Image.OPERATION, "op-1")));
    }

    @Test
    void who_may_write_writes_and_who_may_read_reads() throws Exception {
        ImageGrant write = grants.grant("write", image, ImageAccess.WRITE, LONG);
        transfer.upload(write.url(), write.token(), disk);
        Image there = cloud.clients.images().get(image.toString()).orElseThrow();
        assertThat(there.isActive()).isTrue();
        assertThat(there.sizeBytes()).isEqualTo(Files.size(disk));

        ImageGrant read = grants.grant("read", image, ImageAccess.READ, LONG);
        Path copy = data.resolve("copy");
        transfer.download(read.url(), read.token(), copy);
        assertThat(copy).hasSameBinaryContentAs(disk);
    }

    @Test
    void nothing_else_is_granted() {
        UUID other = UUID.randomUUID();
        make(other);
        ImageGrant write = grants.grant("write", image, ImageAccess.WRITE, LONG);
        String file = "/v2/images/" + image + "/file";

        assertThat(image("GET", file, write)).isEqualTo(401);
        assertThat(image("GET", "/v2/images/" + image, write)).isEqualTo(401);
        assertThat(image("DELETE", "/v2/images/" + image, write)).isEqualTo(401);
        assertThat(image("PUT", "/v2/images/" + other + "/file", write)).isEqualTo(401);
        assertThat(call(cloud.network, "GET", "/v2.0/ports", write).status()).isEqualTo(401);
        assertThat(call(cloud.identity, "GET", "/v3/users", write).status()).isEqualTo(401);
        assertThat(cloud.identity.identity().validate(write.token()))
                .as("a service that does not look at access rules")
                .isEmpty();
        assertThat(cloud.clients
                        .identity()
                        .validate(write.token())
                        .orElseThrow()
                        .allows("compute", "GET", "/v2.1/servers"))
                .as("the compute service")
                .isFalse();
        String body = "{\"auth\": {\"identity\": {\"methods\": [\"token\"], \"token\": {\"id\": \"%s\"}}}}"
                .formatted(write.token());
        assertThat(cloud.call(cloud.identity.address(), "POST", "/v3/auth/tokens", body, null)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_revoked_grant_is_worth_nothing_and_revoking_twice_is_fine() {
        ImageGrant write = grants.grant("op-1/write", image, ImageAccess.WRITE, LONG);
        grants.revokeAll("op-1/write");
        grants.revokeAll("op-1/write");
        refused(write);

        ImageGrant again = grants.grant("op-1/write", image, ImageAccess.WRITE, LONG);
        ImageGrant other = grants.grant("op-2/write", image, ImageAccess.WRITE, LONG);
        grants.revokeAll("op-1/");
        refused(again);
        transfer.upload(other.url(), other.token(), disk);
        grants.revokeAll("op-");
        assertThat(rules()).as("access rules that no credential uses").isZero();
    }

    @Test
    void a_name_is_good_for_one_grant() {
        ImageGrant first = grants.grant("write", image, ImageAccess.WRITE, LONG);
        assertThatThrownBy(() -> grants.grant("write", image, ImageAccess.WRITE, LONG))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));
        transfer.upload(first.url(), first.token(), disk);
    }

    @Test
    void a_grant_ends_by_itself() {
        ImageGrant write = grants.grant("write", image, ImageAccess.WRITE, Duration.ofSeconds(2));
        assertThat(image("PUT", "/v2/images/" + image + "/file", write)).isEqualTo(415);

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> image("PUT", "/v2/images/" + image + "/file", write) == 401);
    }

    @Test
    void what_the_service_refuses_is_said() {
        ImageGrant write = grants.grant("write", image, ImageAccess.WRITE, LONG);
        ImageGrant read = grants.grant("read", image, ImageAccess.READ, LONG);
        assertThatThrownBy(() -> transfer.download(read.url(), read.token(), data.resolve("none")))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(404));
        transfer.upload(write.url(), write.token(), disk);
        assertThatThrownBy(() -> transfer.upload(write.url(), write.token(), disk))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(409));
        cloud.clients.images().delete(image.toString());
        assertThatThrownBy(() -> transfer.upload(write.url(), write.token(), disk))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    private void refused(ImageGrant grant) {
        assertThatThrownBy(() -> transfer.upload(grant.url(), grant.token(), disk))
                .isInstanceOfSatisfying(
                        ServiceRefused.class, e -> assertThat(e.status()).isEqualTo(401));
    }

    private int rules() {
        String token = cloud.login("cellplane", "own-pw", "service");
        String user = cloud.clients.identity().validate(token).orElseThrow().userId();
        return cloud.call(cloud.identity.address(), "GET", "/v3/users/" + user + "/access_rules", null, token)
                .good()
                .path("access_rules")
                .size();
    }

    private int image(String method, String path, ImageGrant grant) {
        return cloud.call(cloud.image.address(), method, path, null, grant.token())
                .status();
    }

    private Answer call(NetworkStandIn to, String method, String path, ImageGrant grant) {
        return cloud.call(to.address(), method, path, null, grant.token());
    }

    private Answer call(IdentityStandIn to, String method, String path, ImageGrant grant) {
        return cloud.call(to.address(), method, path, null, grant.token());
    }
}
