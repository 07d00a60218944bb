package io.cellplane.activities.control.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.activities.control.placement.HostView.Room;
import io.cellplane.db.control.HostQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static final Wanted SMALL = wanted(null, null, false, null, List.of());

    private static Wanted wanted(
            @Nullable String zone, @Nullable String host, boolean forced, @Nullable String cell, List<String> tried) {
        return new Wanted(
                Map.of("VCPU", 2, "MEMORY_MB", 512, "DISK_GB", 0),
                zone,
                host,
                forced,
                cell,
                null,
                null,
                Map.of(),
                tried,
                HintView.NONE,
                TraitView.NONE,
                null);
    }

    private static HostView host(String name, boolean enabled, boolean up, String zone, Map<String, Room> rooms) {
        return new HostView(UUID.randomUUID(), name, "cell-of-" + name, 1, enabled, up, false, zone, 1, rooms);
    }

    private static HostView host(String name, int freeMemory) {
        return host(
                name,
                true,
                true,
                "nova",
                Map.of("VCPU", new Room(8, 0, 8, 1, 0), "MEMORY_MB", new Room(8192, 0, 8192, 1, 8192 - freeMemory)));
    }

    private static HostView with(HostView host, Room processors) {
        return host(
                host.host(),
                true,
                true,
                "nova",
                Map.of(
                        "VCPU",
                        processors,
                        "MEMORY_MB",
                        host.rooms().getOrDefault("MEMORY_MB", new Room(0, 0, 0, 1, 0))));
    }

    private static List<String> chosen(Wanted wanted, HostView... hosts) {
        return Choice.of(List.of(hosts), wanted, new Random(1)).hosts().stream()
                .map(HostView::host)
                .toList();
    }

    private static String explained(Wanted wanted, HostView... hosts) {
        return Choice.of(List.of(hosts), wanted, new Random(1)).explanation();
    }

    @Test
    void the_host_with_the_most_free_memory_comes_first() {
        assertThat(chosen(SMALL, host("a", 1000), host("b", 4000), host("c", 2000)))
                .containsExactly("b", "c", "a");
    }

    @Test
    void equally_good_hosts_come_in_any_order() {
        Set<String> firsts = new HashSet<>();
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            firsts.add(Choice.of(List.of(host("a", 1000), host("b", 1000)), SMALL, random)
                    .hosts()
                    .getFirst()
                    .host());
        }
        assertThat(firsts).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void hosts_disabled_or_down_are_dropped_and_the_explanation_says_so() {
        HostView good = host("good", 1000);
        HostView disabled = host("disabled", false, true, "nova", good.rooms());
        HostView down = host("down", true, false, "nova", good.rooms());

        assertThat(chosen(SMALL, good, disabled, down)).containsExactly("good");
        assertThat(explained(SMALL, good, disabled, down))
                .isEqualTo("ComputeFilter (disabled): 3 -> 2 hosts; ComputeFilter (down): 2 -> 1 hosts");
    }

    @Test
    void only_hosts_of_the_zone_are_left() {
        HostView east = host("east", true, true, "east", host("east", 1000).rooms());
        Wanted inEast = wanted("east", null, false, null, List.of());

        assertThat(chosen(inEast, host("west", 9000), east)).containsExactly("east");
        assertThat(chosen(SMALL, east)).containsExactly("east");
        assertThat(explained(inEast, host("west", 9000))).isEqualTo("AvailabilityZone: 1 -> 0 hosts");
    }

    @Test
    void capacity_counts_the_ratio_what_is_reserved_and_what_is_used() {
        HostView host = host("a", 1000);

        assertThat(chosen(SMALL, with(host, new Room(2, 0, 2, 1, 0)))).hasSize(1);
        assertThat(chosen(SMALL, with(host, new Room(2, 0, 2, 1, 1)))).isEmpty();
        assertThat(chosen(SMALL, with(host, new Room(2, 1, 2, 1, 0)))).isEmpty();
        assertThat(chosen(SMALL, with(host, new Room(2, 1, 2, 2, 0)))).hasSize(1);
        assertThat(chosen(SMALL, with(host, new Room(2, 0, 2, 1.9, 1)))).hasSize(1);
        assertThat(chosen(SMALL, with(host, new Room(2, 0, 2, 1.4, 1)))).isEmpty();
        assertThat(chosen(SMALL, with(host, new Room(2, 0, 2, 1, 9)))).isEmpty();
        assertThat(explained(SMALL, with(host, new Room(2, 1, 2, 1, 0)))).isEqualTo("Capacity: 1 -> 0 hosts");
    }

    @Test
    void no_ratio_lets_one_server_be_larger_than_its_host() {
        assertThat(chosen(SMALL, with(host("a", 1000), new Room(1, 0, 1, 16, 0))))
                .isEmpty();
    }

    @Test
    void a_host_that_does_not_offer_a_class_fits_only_what_wants_none_of_it() {
        HostView noMemory = host("a", true, true, "nova", Map.of("VCPU", new Room(8, 0, 8, 1, 0)));

        assertThat(chosen(SMALL, noMemory)).isEmpty();
        assertThat(chosen(SMALL, host("no-disk", 1000))).hasSize(1);
    }

    @Test
    void hosts_that_were_tried_and_other_cells_are_left_out() {
        HostView a = host("a", 1000);
        HostView b = host("b", 1000);

        assertThat(chosen(wanted(null, null, false, null, List.of("a")), a, b)).containsExactly("b");
        assertThat(chosen(wanted(null, null, false, "cell-of-a", List.of()), a, b))
                .containsExactly("a");
        assertThat(explained(wanted(null, null, false, "cell-of-a", List.of("a")), a, b))
                .isEqualTo("SameCell: 2 -> 1 hosts; AlreadyTried: 1 -> 0 hosts");
    }

    @Test
    void a_requested_host_must_pass_the_filters_and_a_forced_one_must_only_have_room() {
        HostView good = host("good", 1000);
        HostView off = host("off", false, false, "east", good.rooms());
        Wanted requested = wanted(null, "off", false, null, List.of());
        Wanted forced = wanted("nova", "off", true, null, List.of());

        assertThat(chosen(wanted(null, "good", false, null, List.of()), good, off))
                .containsExactly("good");
        assertThat(chosen(requested, good, off)).isEmpty();
        assertThat(chosen(forced, good, off)).containsExactly("off");
        assertThat(chosen(wanted("nova", "off", true, null, List.of("off")), good, off))
                .isEmpty();
        HostView full = with(host("off", 1000), new Room(2, 0, 2, 1, 2));
        assertThat(chosen(forced, good, full)).isEmpty();
        assertThat(explained(forced, good, full)).isEqualTo("ForcedHost: 2 -> 1 hosts; Capacity: 1 -> 0 hosts");
    }

    @Test
    void where_there_are_no_hosts_it_says_so() {
        assertThat(explained(SMALL)).isEqualTo("there are no hosts");
    }

    @Test
    void whatever_the_hosts_are_like_none_that_does_not_fit_is_chosen_and_none_that_does_is_dropped() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            List<HostView> hosts = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                int total = random.nextInt(10);
                Room room = new Room(
                        total, random.nextInt(total + 1), total, random.nextInt(1, 40) / 10.0, random.nextInt(12));
                hosts.add(host("h" + i, random.nextInt(4) > 0, random.nextInt(4) > 0, "nova", Map.of("VCPU", room)));
            }
            int amount = random.nextInt(6);
            Wanted wanted = new Wanted(
                    Map.of("VCPU", amount),
                    null,
                    null,
                    false,
                    null,
                    null,
                    null,
                    Map.of(),
                    List.of(),
                    HintView.NONE,
                    TraitView.NONE,
                    null);

            assertThat(Choice.of(hosts, wanted, random).hosts())
                    .containsExactlyInAnyOrderElementsOf(hosts.stream()
                            .filter(host -> host.enabled() && host.up())
                            .filter(host ->
                                    fits(host.rooms().values().iterator().next(), amount))
                            .toList());
        }
    }

    private static boolean fits(Room room, int amount) {
        return amount == 0
                || (amount <= room.total() && room.used() + amount <= (room.total() - room.reserved()) * room.ratio());
    }

    @Test
    void a_query_drops_the_hosts_that_are_not_as_it_says() {
        HintView hints = new HintView(
                null, Set.of(), HostQuery.of("[\">=\", \"$free_ram_mb\", 2000]").orElseThrow());
        Wanted asking = new Wanted(
                SMALL.resources(),
                null,
                null,
                false,
                null,
                null,
                null,
                Map.of(),
                List.of(),
                hints,
                TraitView.NONE,
                null);
        assertThat(chosen(asking, host("a", 1000), host("b", 4000), host("c", 2000)))
                .containsExactly("b", "c");
        assertThat(explained(asking, host("a", 1000))).isEqualTo("JsonFilter: 1 -> 0 hosts");
    }
}
