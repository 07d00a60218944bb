package io.cellplane.db.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerListsTest {
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final List<String> CELLS = List.of("c1", "c2", "c3");
    private static final String[] NAMES = {
        "a", "A", "a b", "a\tb", "Z", "ä", "ß", "\uFF21", "\uD83D\uDE00", "a-", "~", "a ", "A "
    };

    private Clouds cloud;
    private ServerLists lists;

    @BeforeAll
    void open() {
        cloud = new Clouds("c1", "c2", "c3");
        lists = new ServerLists(cloud.api, cloud.cells, WAIT);
    }

    @AfterAll
    void close() {
        cloud.close();
    }

    @Test
    void every_page_size_yields_each_server_once_in_order() {
        long seed = new Random().nextLong();
        System.out.println("ServerListsTest seed " + seed);
        Random random = new Random(seed);
        String project = "paging-" + seed;
        Set<UUID> all = fill(random, project, 240);
        List<Order> orders = List.of(
                Order.NEWEST_FIRST,
                order(Column.CREATED_AT, true),
                order(Column.DISPLAY_NAME, true),
                order(Column.DISPLAY_NAME, false),
                order(Column.DISPLAY_DESCRIPTION, true),
                order(Column.DISPLAY_DESCRIPTION, false),
                order(Column.HOST, false),
                order(Column.LOCKED, true),
                order(Column.UUID, false),
                new Order(List.of(
                        new Order.Key(Column.DISPLAY_DESCRIPTION, false),
                        new Order.Key(Column.DISPLAY_NAME, true),
                        new Order.Key(Column.POWER_STATE, true))));
        for (Order order : orders) {
            for (int limit : new int[] {7 + random.nextInt(20), 50 + random.nextInt(200)}) {
                List<Listed> read = readAll(project, order, limit, List.of(), () -> {});
                assertThat(read).extracting(one -> one.row().uuid()).doesNotHaveDuplicates();
                assertThat(read).extracting(one -> one.row().uuid()).containsExactlyInAnyOrderElementsOf(all);
                List<Order.Position> places =
                        read.stream().map(one -> order.of(one.row())).toList();
                assertThat(places).isSortedAccordingTo(order);
            }
        }
    }

    @Test
    void what_is_deleted_or_lands_between_pages_does_not_shift_the_rest() {
        long seed = new Random().nextLong();
        System.out.println("ServerListsTest seed " + seed);
        Random random = new Random(seed);
        String project = "shifting-" + seed;
        List<UUID> ids = new ArrayList<>(fill(random, project, 120));
        Set<UUID> gone = new HashSet<>();
        List<Listed> read = readAll(project, Order.NEWEST_FIRST, 7, List.of(new Condition.Deleted(false)), () -> {
            UUID uuid = ids.get(random.nextInt(ids.size()));
            cloud.api.mappings().find(uuid).ifPresent(mapping -> {
                if (mapping.cell() == null) {
                    RequestedServer server =
                            cloud.api.buildRequests().find(uuid).orElseThrow().server();
                    cloud.put("c2", Clouds.row(uuid, 1, project, server.name(), server.createdAt(), null, null));
                    cloud.api.mappings().place(uuid, "c2", 1, Instant.now());
                    cloud.api.buildRequests().drop(uuid);
                } else {
                    gone.add(uuid);
                    cloud.cells.of(mapping.cell()).servers().delete(uuid, Instant.now());
                }
            });
        });
        assertThat(read).extracting(one -> one.row().uuid()).doesNotHaveDuplicates();
        List<UUID> stayed = ids.stream().filter(id -> !gone.contains(id)).toList();
        assertThat(read).extracting(one -> one.row().uuid()).containsAll(stayed);
    }

    @Test
    void a_copy_that_does_not_count_is_never_shown() {
        String project = "moving";
        UUID moved = UUID.randomUUID();
        cloud.map(moved, "c2", 2, project, Clouds.EPOCH);
        cloud.put("c1", Clouds.row(moved, 1, project, "old", Clouds.EPOCH, null, "departed"));
        cloud.put("c2", Clouds.row(moved, 2, project, "new", Clouds.EPOCH, null, null));
        UUID arriving = UUID.randomUUID();
        cloud.map(arriving, "c1", 1, project, Clouds.EPOCH);
        cloud.put("c1", Clouds.row(arriving, 1, project, "source", Clouds.EPOCH, null, "sealed"));
        cloud.put("c3", Clouds.row(arriving, 2, project, "target", Clouds.EPOCH, null, "arriving"));

        List<Listed> read = readAll(project, Order.NEWEST_FIRST, 1, List.of(), () -> {});

        assertThat(read).extracting(one -> one.row().displayName()).containsExactlyInAnyOrder("new", "source");
    }

    @Test
    void filters_hold_for_servers_with_and_without_a_cell() {
        String project = "filters";
        cloud.place("c1", Clouds.row(UUID.randomUUID(), 1, project, "web-1", Clouds.EPOCH, null, null));
        cloud.place("c2", Clouds.row(UUID.randomUUID(), 1, project, "db-1", Clouds.EPOCH, null, null));
        cloud.request(project, "web-2", Clouds.EPOCH, null);

        assertThat(names(project, new Condition.Named("^web-[0-9]$"))).containsExactlyInAnyOrder("web-1", "web-2");
        assertThat(names(project, building())).containsExactly("web-2");
        assertThat(names(project, new Condition.Equal(Column.HOST, List.of("h1"))))
                .containsExactlyInAnyOrder("web-1", "db-1");
        for (Column column : Column.values()) {
            if (column.of(Clouds.row(UUID.randomUUID(), 1, "p", "n", Clouds.EPOCH, "d", "m")) instanceof String) {
                assertThat(names(project, new Condition.Equal(column, List.of("\u00e4"))))
                        .isEmpty();
            }
        }
        assertThat(names(project, new Condition.Deleted(true))).isEmpty();
        assertThat(names(project, new Condition.Changed(true, Clouds.EPOCH))).hasSize(3);
        assertThat(names(project, new Condition.Changed(false, Clouds.EPOCH.minusMillis(1))))
                .isEmpty();
        assertThat(names(project, new Condition.Tagged(List.of("x"), true, true)))
                .hasSize(3);
        assertThat(names(project, new Condition.Tagged(List.of("x"), false, false)))
                .isEmpty();
        assertThat(names(project, new Condition.Addressed(4, "10"))).isEmpty();
    }

    @Test
    void addresses_and_tags_are_found_in_the_cell() {
        String project = "addresses";
        ServerRow row = cloud.place("c1", Clouds.row(UUID.randomUUID(), 1, project, "n1", Clouds.EPOCH, null, null));
        cloud.cells
                .of("c1")
                .infoCaches()
                .put(
                        row.uuid(),
                        "[{\"portId\":\"" + UUID.randomUUID() + "\",\"networkId\":\"" + UUID.randomUUID()
                                + "\",\"networkName\":\"net\",\"macAddress\":\"fa\",\"addresses\":"
                                + "[{\"version\":4,\"address\":\"10.0.0.7\"}],\"owned\":true}]",
                        Instant.now());
        cloud.cells.of("c1").tags().saveAll(List.of(new io.cellplane.db.cell.TagRow(row.uuid(), "blue")));

        assertThat(names(project, new Condition.Addressed(4, "^10\\.0"))).containsExactly("n1");
        assertThat(names(project, new Condition.Addressed(6, "10"))).isEmpty();
        assertThat(names(project, new Condition.Tagged(List.of("blue"), true, false)))
                .containsExactly("n1");
        assertThat(names(project, new Condition.Tagged(List.of("blue", "red"), true, false)))
                .isEmpty();
        assertThat(names(project, new Condition.Tagged(List.of("blue", "red"), false, true)))
                .isEmpty();
        Shown shown = lists.shown(project, readAll(project, Order.NEWEST_FIRST, 5, List.of(), () -> {}), false)
                .getFirst();
        assertThat(shown.ports()).hasSize(1);
        assertThat(shown.tags()).containsExactly("blue");
        assertThat(shown.flavor()).isEqualTo(TestServer.FLAVOR);
    }

    @Test
    void what_cannot_be_meant_is_said() {
        assertThatThrownBy(() -> names("none", new Condition.Named("("))).isInstanceOf(InvalidRegex.class);
        assertThatThrownBy(
                        () -> lists.list(new ServerQuery("none", List.of(), Order.NEWEST_FIRST, UUID.randomUUID(), 5)))
                .isInstanceOf(MarkerUnknown.class);
    }

    @Test
    void a_dead_cell_is_left_out_and_named() {
        try (Clouds partly = new Clouds("alive")) {
            partly.control.addDeadCell("dead");
            UUID here = UUID.randomUUID();
            partly.place("alive", Clouds.row(here, 1, "p", "here", Clouds.EPOCH, null, null));
            UUID there = UUID.randomUUID();
            partly.map(there, "dead", 1, "p", Clouds.EPOCH.plusSeconds(5));
            ServerLists hurried = new ServerLists(partly.api, partly.cells, Duration.ofMillis(800));

            Page page = hurried.list(new ServerQuery("p", List.of(), Order.NEWEST_FIRST, null, 10));

            assertThat(page.servers()).extracting(one -> one.row().uuid()).containsExactly(here);
            assertThat(page.away()).containsExactly("dead");
            // The marker's time is in its mapping, so its dead cell does not stand in the way of the next page.
            assertThat(hurried.list(new ServerQuery("p", List.of(), Order.NEWEST_FIRST, there, 10))
                            .servers())
                    .hasSize(1);
            assertThat(new ServerReads(partly.api, partly.cells).find(there, false))
                    .isInstanceOf(ServerReads.Found.Away.class);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void many_cells_that_say_nothing_are_waited_for_once() {
        try (Clouds silent = new Clouds()) {
            List<String> names =
                    IntStream.range(0, 40).mapToObj(i -> "cell" + i).toList();
            for (String name : names) {
                silent.control.addDeadCell(name);
                silent.map(UUID.randomUUID(), name, 1, "p", Clouds.EPOCH);
            }
            ServerLists unheard = new ServerLists(silent.api, silent.cells, Duration.ofSeconds(1), _ -> {});

            Page page = unheard.list(new ServerQuery("p", List.of(), Order.NEWEST_FIRST, null, 10));

            assertThat(page.away()).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void only_cells_with_servers_that_are_wanted_are_lacking() {
        try (Clouds partly = new Clouds("alive")) {
            partly.control.addDeadCell("dead");
            UUID doomed = UUID.randomUUID();
            partly.map(doomed, "dead", 1, "p", Clouds.EPOCH);
            ServerQuery living =
                    new ServerQuery(null, List.of(new Condition.Deleted(false)), Order.NEWEST_FIRST, null, 9);
            ServerLists hurried = new ServerLists(partly.api, partly.cells, Duration.ofMillis(800));
            assertThat(hurried.list(living).lacking()).containsExactly("dead");

            partly.api.mappings().queueForDelete(doomed, Instant.now());

            assertThat(hurried.list(living).lacking()).isEmpty();
            ServerQuery all = new ServerQuery(null, List.of(), Order.NEWEST_FIRST, null, 9);
            assertThat(hurried.list(all).lacking()).containsExactly("dead");
        }
    }

    @Test
    void user_data_are_read_where_they_are_asked_for() {
        String project = "user-data";
        cloud.place(
                "c1",
                TestServer.active(UUID.randomUUID(), Clouds.EPOCH)
                        .project(project)
                        .key("key", "ssh-rsa")
                        .userData("I2Ns")
                        .row());
        List<Listed> listed = readAll(project, Order.NEWEST_FIRST, 5, List.of(), () -> {});

        assertThat(listed.getFirst().row().userData()).isNull();
        assertThat(listed.getFirst().row().keyData()).isNull();
        assertThat(listed.getFirst().row().keyName()).isEqualTo("key");
        assertThat(lists.shown(project, listed, false).getFirst().userData()).isNull();
        assertThat(lists.shown(project, listed, true).getFirst().userData()).isEqualTo("I2Ns");
    }

    private Set<UUID> fill(Random random, String project, int count) {
        Set<UUID> all = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Instant at = Clouds.EPOCH.plusSeconds(random.nextInt(12)).plusNanos(random.nextInt(3) * 1000L);
            String name = NAMES[random.nextInt(NAMES.length)];
            if (random.nextInt(6) == 0) {
                all.add(cloud.request(project, name, at, null).uuid());
            } else {
                UUID uuid = UUID.randomUUID();
                @Nullable String description = random.nextBoolean() ? null : NAMES[random.nextInt(NAMES.length)] + " ";
                cloud.place(
                        CELLS.get(random.nextInt(CELLS.size())),
                        Clouds.row(uuid, 1, project, name, at, description, null));
                all.add(uuid);
            }
        }
        return all;
    }

    private List<Listed> readAll(String project, Order order, int limit, List<Condition> where, Runnable betweenPages) {
        List<Listed> read = new ArrayList<>();
        UUID marker = null;
        while (true) {
            Page page = lists.list(new ServerQuery(project, where, order, marker, limit));
            assertThat(page.away()).isEmpty();
            read.addAll(page.servers());
            if (page.servers().size() < limit) {
                return read;
            }
            marker = page.servers().getLast().row().uuid();
            betweenPages.run();
        }
    }

    private List<String> names(String project, Condition... where) {
        return lists
                .list(new ServerQuery(project, Arrays.asList(where), Order.NEWEST_FIRST, null, 100))
                .servers()
                .stream()
                .map(one -> one.row().displayName())
                .toList();
    }

    private static Condition building() {
        return new Condition.InState(List.of(new Condition.InState.State("building", null, Set.of("x"))));
    }

    private static Order order(Column column, boolean ascending) {
        return new Order(List.of(new Order.Key(column, ascending)));
    }
}
