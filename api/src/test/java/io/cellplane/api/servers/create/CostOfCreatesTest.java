package io.cellplane.api.servers.create;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.KnownImages;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.FlavorRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one request for many servers costs the database: rows are counted that were written, kept or not. */
class CostOfCreatesTest {
    private static final List<String> TABLES = List.of(
            "instance_mappings", "build_requests", "request_specs", "operations", "operation_data", "quota_claims");

    private ServerCloud cloud;

    @BeforeEach
    void start() throws SQLException {
        cloud = new ServerCloud(
                ServerCloud.NOWHERE, Map.of("cellplane.quota.instances", 10, "cellplane.quota.cores", -1));
        try (Connection connection = connection();
                Statement count = connection.createStatement()) {
            // A table without transactions: a rollback leaves its rows.
            count.execute("create table written (name varchar(64) not null) engine = MyISAM");
            for (String table : TABLES) {
                count.execute(
                        "create trigger count_%s before insert on %s for each row insert into written values ('%s')"
                                .formatted(table, table, table));
            }
        }
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Connection connection() throws SQLException {
        DatabaseSettings at = cloud.api.database().settings();
        return DriverManager.getConnection(at.url(), at.user(), at.password());
    }

    private long number(String query) {
        try (Connection connection = connection();
                Statement ask = connection.createStatement();
                ResultSet found = ask.executeQuery(query)) {
            found.next();
            return found.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long written() {
        return number("select count(*) from written");
    }

    @Test
    void a_request_beyond_the_quota_writes_no_row() {
        assertThat(cloud.boot(MEMBER, "2.79", "many", ", \"min_count\": 10").status())
                .isEqualTo(202);
        long before = written();
        Answer refused = cloud.boot(MEMBER, "2.79", "more", ", \"max_count\": 1000, \"min_count\": 1");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message())
                .startsWith("Quota exceeded for instances: Requested 1, but already used 10 of 10");
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void of_a_thousand_only_those_are_written_that_the_quota_lets_in() {
        assertThat(cloud.boot(FOREIGNER, "2.79", "many", ", \"max_count\": 1000, \"min_count\": 1")
                        .status())
                .isEqualTo(202);
        assertThat(number("select count(*) from written where name = 'build_requests'"))
                .isEqualTo(10);
        assertThat(number("select count(*) from written where name = 'operations'"))
                .isEqualTo(10);
    }

    @Test
    void what_an_image_says_of_itself_is_cut_as_nova_does() {
        Answer made = cloud.call(MEMBER, "2.79", "POST", "/servers", asking(KnownImages.VERBOSE));
        assertThat(made.status()).isEqualTo(202);
        UUID uuid = UUID.fromString(made.body().at("/server/id").asText());
        RequestedServer server =
                cloud.api.buildRequests().find(uuid).orElseThrow().server();
        assertThat(server.imageProperties()).hasSize(128);
        assertThat(server.imageProperties().values()).allSatisfy(value -> {
            assertThat(value.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
            assertThat(value).startsWith("ää").doesNotContain("\uFFFD");
        });
        assertThat(number("select max(length(spec)) from request_specs")).isLessThan(128 * 1024);
    }

    @Test
    void an_image_with_countless_properties_is_refused() {
        Answer refused = cloud.call(ADMIN, "2.79", "POST", "/servers", asking(KnownImages.COUNTLESS));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(written()).isZero();
    }

    @Test
    void without_a_limit_the_sums_stay_numbers() {
        cloud.api
                .database()
                .rows(FlavorRows.class)
                .add("vast", "vast", 1, Integer.MAX_VALUE, 1, 0, 0, 1, true, null, Instant.now());
        String body = asking(KnownImages.VERBOSE).replace("\"f1\"", "\"vast\"");
        assertThat(cloud.call(MEMBER, "2.79", "POST", "/servers", body).status())
                .isEqualTo(202);
        assertThat(cloud.call(MEMBER, "2.79", "POST", "/servers", body).status())
                .isEqualTo(403);
        String many = body.replace("\"name\"", "\"max_count\": 4, \"min_count\": 2, \"name\"");
        assertThat(cloud.call(FOREIGNER, "2.79", "POST", "/servers", many).status())
                .isEqualTo(403);
    }

    private static String asking(String image) {
        return "{\"server\": {\"name\": \"big\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\", \"networks\": \"none\"}}"
                .formatted(image);
    }
}
