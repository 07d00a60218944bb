package io.cellplane.trials.kill;

import io.cellplane.standalone.apart.Program;
import io.cellplane.standalone.apart.Program.Role;
import io.cellplane.standalone.apart.ProgramTable;
import io.cellplane.trials.kill.IllHost.Illness;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is taken away while operations are halted at their steps. */
public enum Victim {
    API(Role.API),
    CONDUCTOR(Role.CONDUCTOR),
    CELL_WORKER(Role.CELL_WORKER),
    COMPUTE_WORKER(Role.COMPUTE_WORKER),
    METADATA(Role.METADATA),
    TEMPORAL(Role.TEMPORAL),
    NATS(Role.NATS),
    MARIADB(Role.MARIADB),
    /** Every open workflow is terminated, no process dies. */
    WORKFLOWS(Role.TEMPORAL),
    /** Temporal comes back with no data. */
    TEMPORAL_EMPTIED(Role.TEMPORAL),
    /** Temporal comes back as it was before any of these operations. */
    TEMPORAL_RESTORED(Role.TEMPORAL),
    /** One host of each cell lives, and says of every command that it is at work. */
    WORKS_FOR_EVER(Illness.WORKS_FOR_EVER),
    /** One host of each cell lives, and says of every command that it is in trouble. */
    IN_TROUBLE(Illness.IN_TROUBLE),
    /** One host of each cell lives, and answers every command with garbage. */
    GARBAGE(Illness.GARBAGE),
    /** Of a lab: the daemon that runs the hosts' guests. */
    LIBVIRTD(Role.LIBVIRTD),
    /** The same stands still, for longer than anybody waits for its answers. */
    LIBVIRTD_HUNG(Role.LIBVIRTD),
    /** Of a lab: the disk that the hosts of one cell share is full for a while; no process dies. */
    DISK_FULL(Role.HOST);

    private final Role role;
    private final @Nullable Illness illness;

    Victim(Role role) {
        this.role = role;
        this.illness = null;
    }

    Victim(Illness illness) {
        this.role = Role.COMPUTE_WORKER;
        this.illness = illness;
    }

    /** The eight kinds of process. */
    public static List<Victim> processes() {
        return List.of(API, CONDUCTOR, CELL_WORKER, COMPUTE_WORKER, METADATA, TEMPORAL, NATS, MARIADB);
    }

    /** Those that there are where the hosts are simulated, or those of a lab. */
    public static List<Victim> on(boolean lab) {
        return Stream.of(values()).filter(victim -> lab || !victim.isOfLab()).toList();
    }

    /** Whether there is such a thing in a lab alone. */
    public boolean isOfLab() {
        return role == Role.LIBVIRTD || role == Role.HOST;
    }

    @Override
    public String toString() {
        return token();
    }

    /** As an operator writes it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What its hosts suffer from; empty where something dies or is lost. */
    Optional<Illness> illness() {
        return Optional.ofNullable(illness);
    }

    /** All of a kind, so that whatever is halted in one of them dies; of the database servers, or where wanted, one. */
    List<Program> programs(ProgramTable table, boolean one, Random random) {
        List<Program> all = table.of(role);
        if (illness != null) {
            return IllHost.lastOfEachCell(all);
        }
        return one || this == MARIADB ? List.of(all.get(random.nextInt(all.size()))) : all;
    }
}
