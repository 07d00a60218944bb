package io.cellplane.db.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.cell.Trail;
import io.cellplane.db.control.AllocationRow;
import io.cellplane.db.control.GroupMemberRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.InventoryRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.ServerGroupRow;
import io.cellplane.db.lane.Lanes;
import io.cellplane.db.lane.Lanes.Leaving;
import io.cellplane.db.testing.Answers;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A cloud of more servers than are looked at together. */
class SlicesTest extends PlantedCloud {
    /** So many that reading a few by an index is less than reading all. */
    private static final int CROWD = 200;

    private final Set<UUID> running = new HashSet<>(Set.of(server));
    private final List<KeptFact> kept = new ArrayList<>();

    private UUID sound() {
        UUID sound = active("cell1", "host1", host1);
        running.add(sound);
        return sound;
    }

    private final Set<UUID> there = new HashSet<>(Set.of(bystander));

    private UUID elsewhere() {
        UUID sound = active("cell2", "host2", host2);
        there.add(sound);
        return sound;
    }

    private static UUID stranger() {
        return UUID.randomUUID();
    }

    /** By the words of its finding, whose it is: one of each kind, anywhere between sound servers. */
    private Map<String, UUID> damage() {
        Map<String, UUID> planted = new LinkedHashMap<>();
        UUID stray = stranger();
        record("cell2", stray, null, null, List.of());
        planted.put("has a record that no mapping names", stray);
        UUID twice = sound();
        record("cell2", twice, "host2", null, List.of());
        planted.put("would take writes", twice);
        UUID waits = sound();
        CONTROL.cells.of("cell1").servers().admit(waits, 1, stranger(), "deleting", Instant.now());
        planted.put("it shows deleting", waits);
        Accepted lost = accept();
        CONTROL.api.mappings().place(lost.server(), "cell1", 1, Instant.now());
        new Lanes(CONTROL.api).leave(lost.operation(), Leaving.done());
        planted.put("has no record of it", lost.server());
        Accepted nowhere = accept();
        new Lanes(CONTROL.api).leave(nowhere.operation(), Leaving.done());
        planted.put("nothing is building it", nowhere.server());
        Accepted overdue = accept();
        CONTROL.sql("update operations set deadline = '2026-01-01' where id = '" + overdue.operation() + "'");
        planted.put("is overdue", overdue.server());
        planted.put("its trail names", trail(sound()));
        planted.put("is held for no debt", holds(stranger(), AllocationRow.DEBT));
        planted.put("is held for no operation", holds(stranger(), AllocationRow.OPERATION));
        UUID nothing = stranger();
        allocate(nothing, host2, InventoryRow.VCPU, 1);
        planted.put("is held for nothing", nothing);
        UUID greedy = sound();
        CONTROL.sql("update allocations set used = 7 where server = '" + greedy + "' and resource_class = 'VCPU'");
        planted.put("it holds", greedy);
        UUID orphaned = stranger();
        ports.add(new HeldPort("orphan", orphaned, "host1", Set.of()));
        planted.put("ports [orphan] are held", orphaned);
        UUID extra = sound();
        ports.add(new HeldPort("extra", extra, "host1", Set.of()));
        planted.put("its record names ports", extra);
        UUID beside = sound();
        ports.replaceAll(port ->
                port.server().equals(beside) ? new HeldPort(port.id(), beside, "host1", Set.of("host2")) : port);
        planted.put("is bound beside", beside);
        UUID claims = stranger();
        CONTROL.sql("insert into quota_claims values ('" + claims + "', 'project', 'user', 1, 0, 0)");
        planted.put("server that is gone", claims);
        UUID free = sound();
        CONTROL.api.database().run(() -> CONTROL.api.quota().giveBack(free));
        planted.put("it claims no quota", free);
        UUID modest = sound();
        CONTROL.sql("update quota_claims set cores = 1 where consumer = '" + modest + "'");
        planted.put("its flavor has", modest);
        UUID dead = sound();
        running.remove(dead);
        planted.put("its host has no guest", dead);
        UUID unknown = stranger();
        running.add(unknown);
        planted.put("a guest runs for nothing", unknown);
        planted.put("is kept for nothing", keeps(sound()));
        for (GroupPolicy policy : GroupPolicy.values()) {
            grouped(policy, sound(), sound(), elsewhere());
        }
        return planted;
    }

    private static void grouped(GroupPolicy policy, UUID... members) {
        ServerGroupRow group = CONTROL.group(policy, null);
        Stream.of(members)
                .map(member -> new GroupMemberRow(member, group.id(), "user", false))
                .forEach(member -> CONTROL.api.groupMembers().saveAll(List.of(member)));
    }

    private static UUID trail(UUID of) {
        Trail trail = new Trail(CONTROL.cells.of("cell1"));
        OperationRow stop =
                TestOperation.of(of, Kind.STOP, OperationState.CLOSED).row();
        trail.begin(trail.action(stop, Instant.now()), Kind.STOP.event(), 1, "host1", Instant.now());
        return of;
    }

    private UUID holds(UUID of, String type) {
        CONTROL.api
                .allocations()
                .saveAll(List.of(new AllocationRow(stranger(), host2, InventoryRow.VCPU, 1, type, of)));
        return of;
    }

    private UUID keeps(UUID of) {
        kept.add(new KeptFact(of, stranger(), true));
        return of;
    }

    private List<HostGuests> hosts() {
        return List.of(guests("cell1", "host1", running, kept), guests("cell2", "host2", there, List.of()));
    }

    private static HostGuests guests(String cell, String host, Set<UUID> servers, List<KeptFact> kept) {
        return new HostGuests(
                cell,
                host,
                servers.stream()
                        .map(one -> new GuestFact(one, 1L, PowerState.RUNNING, one))
                        .toList(),
                kept);
    }

    @Test
    void each_kind_of_damage_is_found_wherever_its_server_lies() {
        IntStream.range(0, 20).forEach(_ -> sound());
        Map<String, UUID> planted = damage();

        List<Finding> found = inSlices(hosts()).findings();
        planted.forEach((words, whose) -> assertThat(found).anySatisfy(finding -> {
            assertThat(finding.what()).contains(words);
            assertThat(finding.server()).isEqualTo(whose);
        }));
        for (String words : List.of("is said to use", "members on a host", "members on several hosts")) {
            assertThat(found).anySatisfy(finding -> assertThat(finding.what()).contains(words));
        }
        assertThat(found).extracting(Finding::server).allMatch(whose -> whose == null || planted.containsValue(whose));
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(Audit.run(CONTROL.api, CONTROL.cells, () -> ports, this::hosts)
                        .findings());
    }

    @Test
    void no_query_reads_a_table_from_end_to_end() {
        List<UUID> crowd =
                IntStream.range(0, CROWD).mapToObj(_ -> trail(sound())).toList();
        grouped(GroupPolicy.AFFINITY, crowd.getLast(), elsewhere());
        for (int i = 0; i < CROWD / 5; i += 2) {
            grouped(GroupPolicy.ANTI_AFFINITY, crowd.get(i), crowd.get(i + 1));
        }
        List<Answers.Answer> answers = new ArrayList<>();
        Answers.heard(answers::add, () -> Audit.run(CONTROL.api, CONTROL.cells, () -> ports, this::hosts, CROWD / 10));
        Map<String, Answers.Answer> asked = new TreeMap<>();
        answers.stream()
                .filter(answer -> answer.rows() > 0)
                .forEach(answer -> asked.putIfAbsent(answer.statement().replaceAll("'[^']*'", "?"), answer));
        assertThat(asked).hasSizeGreaterThan(8);
        assertThat(asked.values())
                .filteredOn(answer -> !answer.statement().contains("from cell_mappings"))
                .allSatisfy(answer -> assertThat(scans(answer)).isEmpty());
    }

    /** The tables that the database would read whole for it. */
    private static List<String> scans(Answers.Answer answer) {
        DatabaseSettings api = CONTROL.api.database().settings();
        DatabaseSettings at = Stream.concat(
                        Stream.of(api),
                        CONTROL.cells.names().stream()
                                .map(cell -> CONTROL.cells.of(cell).database().settings()))
                .filter(settings -> settings.url().contains("/" + answer.database() + "?"))
                .findFirst()
                .orElseThrow();
        List<String> scans = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(at.url(), at.user(), at.password());
                Statement statement = connection.createStatement();
                ResultSet plan = statement.executeQuery("explain " + answer.statement())) {
            while (plan.next()) {
                String type = String.valueOf(plan.getString("type")).toLowerCase(Locale.ROOT);
                if (type.equals("all") || type.equals("index")) {
                    scans.add(plan.getString("table") + " for " + answer.statement());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(answer.statement(), e);
        }
        return scans;
    }
}
