package io.cellplane.db.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Lists whose filters cost the database more than they may: a match of this name takes it a quarter of a second. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SlowListsTest {
    private static final Condition ENDLESS = new Condition.Named("^(([a-z])+.)+[A-Z]([a-z])+$");
    private static final String NAME = "x".repeat(200) + "!";
    private static final int SERVERS = 40;

    private Clouds cloud;
    private ServerLists hurried;
    private ServerLists patient;

    @BeforeAll
    void open() {
        cloud = new Clouds("c1");
        hurried = new ServerLists(cloud.api, cloud.cells, Duration.ofMillis(800));
        patient = new ServerLists(cloud.api, cloud.cells, Duration.ofSeconds(10));
        place("lone", NAME);
        place("modest", "plain");
        for (int i = 0; i < SERVERS; i++) {
            place("greedy", NAME);
        }
    }

    @AfterAll
    void close() {
        cloud.close();
    }

    private void place(String project, String name) {
        cloud.place("c1", Clouds.row(UUID.randomUUID(), 1, project, name, Clouds.EPOCH, null, null));
    }

    private static ServerQuery of(String project, Condition... where) {
        return new ServerQuery(project, List.of(where), Order.NEWEST_FIRST, null, 100);
    }

    @Test
    void an_expression_that_the_database_gives_up_on_is_refused() {
        assertThatThrownBy(() -> patient.list(of("lone", ENDLESS))).isInstanceOf(InvalidRegex.class);
    }

    @Test
    void a_slow_list_is_ended_by_the_database_and_its_cell_is_not_away() {
        for (int i = 0; i < 3; i++) {
            Page page = hurried.list(of("greedy", ENDLESS));
            assertThat(page.away()).isEmpty();
            assertThat(page.slow()).containsExactly("c1");
            assertThat(page.servers()).isEmpty();
        }
        assertThat(cloud.cells.isAway("c1")).isFalse();
        await().atMost(Duration.ofSeconds(5))
                .until(() -> cloud.control
                        .sql("select id from information_schema.processlist where info like '%display_name regexp%'"
                                + " and info not like '%processlist%'")
                        .isEmpty());
    }

    @Test
    void slow_lists_of_one_project_take_no_readers_from_others() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> greedy = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            greedy.add(Thread.ofVirtual().start(() -> {
                while (!over.get()) {
                    hurried.list(of("greedy", ENDLESS));
                }
            }));
        }
        try {
            for (int i = 0; i < 40; i++) {
                Page page = patient.list(of("modest"));
                assertThat(page.away()).isEmpty();
                assertThat(page.servers()).hasSize(1);
                assertThat(cloud.cells.isAway("c1")).isFalse();
            }
        } finally {
            over.set(true);
            for (Thread one : greedy) {
                one.join();
            }
        }
    }
}
