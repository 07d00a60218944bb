package io.cellplane.workflows;

import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Owed;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Lane;
import io.cellplane.temporal.step.Placed;
import io.cellplane.temporal.step.Placement;
import io.cellplane.temporal.step.Ports;
import io.cellplane.temporal.step.Records;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All activities by script: each call is one line, {@code verb attempt where}; a line may have an answer of its own, or
 * something that happens while it runs. Without a script everything goes well.
 */
public final class Scripted extends ScriptedPorts implements Placement, Ports, Records, Hosts, Lane {
    public static final UUID PROVIDER = UUID.fromString("00000000-0000-4000-8000-000000000001");

    public static final UUID STORAGE = UUID.fromString("00000000-0000-4000-8000-000000000002");

    private static final Beside ATTACHING = new Beside(PROVIDER, Kind.ATTACH_INTERFACE);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, StepResult<?>> answers = new ConcurrentHashMap<>();
    private final Map<String, Runnable> happenings = new ConcurrentHashMap<>();
    private volatile Set<String> silent = Set.of();
    private volatile Set<String> fenced = Set.of();
    private volatile Set<String> told = Set.of();
    private volatile String away = "none";
    /** What is beside when it is asked for the next time; after that nothing is. */
    private volatile List<Beside> beside = List.of();

    private volatile boolean successor;
    private volatile boolean deleted;
    private volatile boolean owed = true;
    private volatile boolean undecided;
    private volatile boolean up;
    private volatile boolean apart;
    private volatile Set<String> down = Set.of();
    private volatile List<ActionEvent> events = List.of();
    private final ScriptedMoves moves = new ScriptedMoves(this);
    private volatile Held held = new Held(true, "cell1", 1, 1, List.of(new Lane.Place("cell1", "host1")), List.of(), 3);

    /** What is scripted of moves. */
    public ScriptedMoves moves() {
        return moves;
    }

    /** It is a detach. */
    Scripted ofDevice() {
        return held(List.of(), PORT);
    }

    /** Something is being attached, twice that it is asked for. */
    Scripted beside() {
        beside = List.of(ATTACHING);
        return held(beside, null);
    }

    private Scripted held(List<Beside> open, @Nullable UUID device) {
        List<Lane.Place> places = List.of(new Lane.Place("cell1", "host1"));
        return held(new Held(true, "cell1", 1, 1, places, List.of(), 3, open, device));
    }

    /** What was called, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public Scripted answer(String call, StepResult<?> answer) {
        answers.put(call, answer);
        return this;
    }

    public void forget(String call) {
        answers.remove(call);
    }

    public Scripted during(String call, Runnable happening) {
        happenings.put(call, happening);
        return this;
    }

    /** What happens only when it is called a second time. */
    public static Runnable again(Runnable happening) {
        AtomicInteger times = new AtomicInteger();
        return () -> {
            if (times.incrementAndGet() == 2) {
                happening.run();
            }
        };
    }

    public void successor(boolean waits) {
        successor = waits;
    }

    public Scripted held(Held newHeld) {
        held = newHeld;
        return this;
    }

    /** Of the operation, as the last step that writes them was given them. */
    public List<ActionEvent> events() {
        return events;
    }

    @Override
    public void written(List<ActionEvent> given) {
        events = given;
    }

    @Override
    public void called(String call) {
        calls.add(call);
        Runnable happening = happenings.get(call);
        if (happening != null) {
            happening.run();
        }
    }

    @Override
    @SuppressWarnings("unchecked") // a script answers in the type of its step
    public <T> StepResult<T> answered(String call, T outcome) {
        called(call);
        StepResult<?> answer = answers.get(call);
        return answer == null ? StepResult.done(outcome) : (StepResult<T>) answer;
    }

    @Override
    public StepResult<Placed> place(Search search) {
        int attempt = search.step().attempt();
        return answered(
                "place " + attempt + " not " + search.tried(),
                new Placed("cell1", "host" + attempt, PROVIDER, "nova", 1, attempt));
    }

    @Override
    public void unplace(Step step, UUID server) {
        called("unplace " + step.attempt());
    }

    @Override
    public StepResult<Landed> land(Landing landing) {
        answers(landing.place().cell());
        return answered(
                "land " + landing.step().attempt() + " " + landing.place().host(), new Landed("cell1", 1));
    }

    @Override
    public void unland(Step step, Placed place, UUID server, Failed failed) {
        answers(place.cell());
        called("unland " + step.attempt() + " because " + failed.message());
    }

    @Override
    public StepResult<Landed> finish(Step step, Placed place, UUID server, int powerState) {
        return answered("finish " + place.host() + " power " + powerState, new Landed("cell1", 1));
    }

    @Override
    public StepResult<Landed> fail(Step step, UUID operation, String cell, UUID server, Failed failed) {
        return answered("fail in " + cell + ": " + failed.failure(), new Landed(cell, 1));
    }

    @Override
    public StepResult<Landed> end(Ending ending) {
        Failed failed = ending.failed();
        written(ending.events());
        String state = ending.vmState() == null ? "" : " as " + ending.vmState();
        String how = failed == null ? "as " + ending.vmState() : "with " + failed.failure() + state;
        StepResult<Landed> ended =
                answered("end in " + ending.cell() + " " + how, new Landed(ending.cell(), ending.generation()));
        answers(ending.cell());
        return ended;
    }

    @Override
    public StepResult<Landed> attached(Ending ending, BoundPort card) {
        return answered("attached in " + ending.cell(), new Landed(ending.cell(), ending.generation()));
    }

    @Override
    public StepResult<Landed> detached(Ending ending, UUID port) {
        return answered("detached in " + ending.cell(), new Landed(ending.cell(), ending.generation()));
    }

    @Override
    public List<Beside> beside(UUID server) {
        called("beside");
        List<Beside> open = beside;
        beside = List.of();
        return open;
    }

    @Override
    public StepResult<Landed> reset(Step step, String cell, long generation, UUID server) {
        return answered("reset in " + cell, new Landed(cell, generation));
    }

    @Override
    public Outlook look(UUID operation, String host) {
        called("look at " + host);
        return new Outlook(!down.contains(host), fenced.contains(host), successor, deleted);
    }

    /** What a repair finds: the record says that the server is up. */
    public Scripted up() {
        up = true;
        return this;
    }

    boolean isUp() {
        return up;
    }

    /** Hosts that nobody hears of. */
    public Scripted down(String... hosts) {
        down = Set.of(hosts);
        return this;
    }

    /** Hosts that an administrator has said to be down. */
    public Scripted fenced(String... hosts) {
        fenced = Set.of(hosts);
        return this;
    }

    @Override
    public void remove(UUID operation, String cell, UUID server, List<Owed> owed) {
        answers(cell);
        called("remove from " + cell + owing(owed));
    }

    @Override
    public boolean erase(UUID operation, String cell, UUID server) {
        answers(cell);
        called("erase in " + cell);
        return !undecided;
    }

    /** Nobody knows yet which record counts. */
    public Scripted undecided() {
        undecided = true;
        return this;
    }

    /** The database of this cell answers nobody. */
    public Scripted away(String cell) {
        away = cell;
        return this;
    }

    public void answers(String cell) {
        if (cell.equals(away)) {
            throw new IllegalStateException(cell + " does not answer");
        }
    }

    private static String owing(List<Owed> owed) {
        return owed.isEmpty()
                ? ""
                : " owing " + owed.stream().map(Scripted::name).toList();
    }

    /** What is owed, in a word or two. */
    public static String name(Owed owed) {
        Owed.Kept kept = owed.kept();
        String where = owed.host() == null ? owed.cell() : owed.host();
        return kept == null
                ? where
                : switch (kept.fate()) {
                            case DISCARDED -> "kept on ";
                            case COMES_BACK -> "return " + kept.attempt() + " to ";
                            case KEPT_AGAIN -> "kept again on ";
                        }
                        + where;
    }

    /** Hosts that do not answer what only cleans. */
    public Scripted silent(String... hosts) {
        silent = Set.of(hosts);
        return this;
    }

    /** Hosts that were told to start their guest. */
    public Scripted told(String... hosts) {
        told = Set.of(hosts);
        return this;
    }

    /** Hosts say in which storage they keep guests, and offer copies. */
    public Scripted apart() {
        apart = true;
        return this;
    }

    @Override
    @Nullable UUID storage() {
        return apart ? STORAGE : null;
    }

    @Override
    boolean isTold(String host) {
        return told.contains(host);
    }

    @Override
    boolean isSilent(String host) {
        return silent.contains(host);
    }

    @Override
    public Held begin(UUID operation, UUID server) {
        called("begin");
        return held;
    }

    @Override
    public boolean mustMakeWay(UUID operation) {
        return successor;
    }

    @Override
    public boolean isDeleted(UUID operation) {
        return deleted;
    }

    /** A delete waits. */
    public Scripted deleted() {
        successor = true;
        deleted = true;
        return this;
    }

    @Override
    public void makeWay(UUID operation) {
        called("makeWay");
    }

    @Override
    public void gone(UUID operation, UUID server, List<Owed> owed) {
        called("gone" + owing(owed));
    }

    @Override
    public void owe(UUID operation, Owed owed) {
        called("owe " + name(owed));
    }

    @Override
    public boolean isOwed(UUID debt) {
        called("is it owed");
        return owed;
    }

    /** The debt was paid, or is void. */
    public Scripted paid() {
        owed = false;
        return this;
    }

    @Override
    public void settle(UUID debt, long placing) {
        called("settle");
    }

    @Override
    public Held giveUp(Step landing, UUID server) {
        called("give up " + landing.name() + " " + landing.attempt());
        return held;
    }

    @Override
    public Held fence(UUID operation, UUID server) {
        called("fence");
        return held;
    }

    public static Held heldIn(@Nullable String cell, boolean begun, Lane.Place... places) {
        return new Held(begun, cell, 1, 1, List.of(places), List.of(), 3);
    }
}
