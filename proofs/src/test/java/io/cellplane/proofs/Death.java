package io.cellplane.proofs;

import io.cellplane.contracts.fault.StepFiles;
import io.cellplane.contracts.operation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What dies, and what is asked for then. A fence is not asked for where a database is dead: it says that a host is off, which
 * lets nobody go who waits for a cell.
 *
 * @param again whether what waits for the host has lost what it knew by then, as when its history has become too long
 */
record Death(Dead what, boolean ofSource, boolean across, Way way, boolean again) {
    static final String SOURCE = "host1";
    static final String DESTINATION = "host2";
    private static final List<String> UNKNOWN = List.of("Hosts.SetAside", "Ports.Activate", "Hosts.Restore");

    /** What is under way. */
    enum Doing {
        BOOT(Kind.BOOT, "boot"),
        STOP(Kind.STOP, "stop"),
        HARD_REBOOT(Kind.HARD_REBOOT, "hard_reboot"),
        ATTACH(Kind.ATTACH_INTERFACE, "attach_interface"),
        DETACH(Kind.DETACH_INTERFACE, "detach_interface"),
        RESIZE(Kind.RESIZE, "resize"),
        RESIZE_ACROSS(Kind.RESIZE, "resize-across"),
        CONFIRM(Kind.CONFIRM, "confirm"),
        CONFIRM_ACROSS(Kind.CONFIRM, "confirm-across"),
        REVERT(Kind.REVERT, "revert"),
        REVERT_ACROSS(Kind.REVERT, "revert-across");

        final Kind kind;
        private final String steps;

        Doing(Kind kind, String steps) {
            this.kind = kind;
            this.steps = steps;
        }

        /** The names of its steps. */
        List<String> names() {
            return StepFiles.read(steps);
        }

        boolean isAcross() {
            return steps.endsWith("-across");
        }

        boolean isEnd() {
            return kind == Kind.CONFIRM || kind == Kind.REVERT;
        }

        /** A boot and a change of power know one host, which is the first. */
        boolean hasDestination() {
            return isEnd() || kind == Kind.RESIZE;
        }
    }

    /** What somebody does about it. */
    enum Way {
        DELETE,
        RESET,
        FENCE
    }

    record Point(Doing doing, int step) {
        String name() {
            return doing.names().get(step);
        }
    }

    /** What is dead at the source or at the destination. */
    enum Dead {
        HOST,
        /** Its cell's database refuses everybody. */
        DATABASE,
        /** It takes connections and never answers. */
        HUNG_DATABASE
    }

    static List<Death> all() {
        List<Death> deaths = new ArrayList<>();
        for (Dead what : Dead.values()) {
            for (boolean ofSource : List.of(true, false)) {
                for (boolean across : List.of(true, false)) {
                    Stream.of(Way.values())
                            .flatMap(way ->
                                    Stream.of(false, true).map(again -> new Death(what, ofSource, across, way, again)))
                            .filter(Death::isDistinct)
                            .forEach(deaths::add);
                }
            }
        }
        return deaths;
    }

    String host() {
        return ofSource ? SOURCE : DESTINATION;
    }

    String cell() {
        return ofSource || !across ? "cell1" : "cell2";
    }

    boolean isOfCell() {
        return what != Dead.HOST;
    }

    /** Within a cell both ends die with its database. */
    boolean isDistinct() {
        return !isOfCell() || (way != Way.FENCE && (ofSource || across) && !again);
    }

    /** A boot and a change of power know one host, which is the first. A boot whose cell is dead may go on in another. */
    boolean concerns(Doing doing) {
        boolean isThere = doing.isAcross() == across || (doing == Doing.BOOT && isOfCell());
        return isThere && (ofSource || doing.hasDestination());
    }

    /**
     * Whether the guest may run on a host that says nothing: a reset waits then until it speaks or is fenced, since whatever
     * it let run elsewhere could be a second guest.
     */
    boolean leavesUnknown(Point point) {
        boolean returns = ofSource && point.doing().kind == Kind.REVERT && UNKNOWN.contains(point.name());
        return what == Dead.HOST && way == Way.RESET && (starts(point) || returns);
    }

    private boolean starts(Point point) {
        return point.name().equals("Hosts.Start") && ofSource != point.doing().hasDestination();
    }

    /**
     * Whether a reset may wait until the database is back: the server's record is there, which nobody else can write; or there
     * it is written whether a host was told to let the guest run, as a revert tells its source; or a revert is past that, and
     * its records go there, since there is only that way.
     *
     * @param at the cell where its record counts; null while there is none
     */
    boolean mayWait(Point point, @Nullable String at) {
        return isOfCell()
                && way == Way.RESET
                && (cell().equals(at) || starts(point) || (ofSource && point.doing() == Doing.REVERT_ACROSS));
    }

    @Override
    public String toString() {
        return (ofSource ? "source's " : "destination's ") + what + " dead" + (across ? " across cells" : "")
                + (again ? ", begun again" : "") + ", then " + way;
    }
}
