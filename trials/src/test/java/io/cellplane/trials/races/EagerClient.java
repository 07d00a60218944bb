package io.cellplane.trials.races;

import static io.cellplane.trials.races.Stage.plain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Failure stories 3a and 3b: a client who asks for a server's status all the time, and acts the moment it sees what it
 * waits for. It must never be told that the server is not ready for what its status allows.
 */
final class EagerClient implements Callable<List<String>> {
    private static final Duration SOON = Stage.SOON;
    private static final Set<String> AT_REST = Set.of("ACTIVE", "SHUTOFF");
    private static final String VERIFY = "VERIFY_RESIZE";

    private final Stage stage;
    private final String name;
    private final int actions;
    private final boolean besideOperator;
    private final Random random;
    private final List<String> wrongs = new ArrayList<>();
    private @Nullable String server;

    /** @param besideOperator whether it leaves it to others where its servers are, and comes again when it is told to */
    EagerClient(Stage stage, String name, int actions, boolean besideOperator, Random random) {
        this.stage = stage;
        this.name = name;
        this.actions = actions;
        this.besideOperator = besideOperator;
        this.random = random;
    }

    /** What it does, and what it waits for then. */
    private record Wish(String what, Answer answer, Set<String> next) {}

    @Override
    public List<String> call() {
        Set<String> wanted = Set.of("ACTIVE");
        for (int done = 0; done < actions; done++) {
            if (server == null) {
                String next = name + "-" + done;
                server = Stage.id(told(() -> stage.post(next, "nova")));
                wanted = Set.of("ACTIVE");
            }
            JsonNode seen = see(server, wanted);
            Wish wish = act(server, seen);
            if (wish.answer().status() >= 300) {
                wrongs.add("server " + server + " was seen in " + Stage.status(seen) + ", " + wish.what()
                        + " was answered " + wish.answer().status() + ": "
                        + wish.answer().message());
                return wrongs;
            }
            wanted = wish.next();
            if (wanted.isEmpty()) {
                server = null;
            }
        }
        return wrongs;
    }

    /** Without a pause, so that it sees it as early as anybody could. */
    private JsonNode see(String id, Set<String> wanted) {
        long deadline = System.nanoTime() + SOON.toNanos();
        JsonNode seen = Stage.seen(told(() -> stage.get(id)));
        while (!wanted.contains(Stage.status(seen))) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("server " + id + " does not come to " + wanted + ": " + seen);
            }
            seen = Stage.seen(told(() -> stage.get(id)));
        }
        return seen;
    }

    private Wish act(String id, JsonNode seen) {
        String status = Stage.status(seen);
        int choice = random.nextInt(10);
        if (choice == 0) {
            return new Wish("delete", told(() -> stage.client.compute("DELETE", "/servers/" + id, null)), Set.of());
        }
        if (status.equals(VERIFY)) {
            String end = choice < 6 ? "confirmResize" : "revertResize";
            return wish(id, end, plain(end), AT_REST);
        }
        String other = Stage.flavor(seen).equals(Stage.SMALL) ? Stage.LARGE : Stage.SMALL;
        return switch (choice) {
            case 1, 2, 3 -> wish(id, "resize", Stage.resize(other), Set.of(VERIFY));
            case 4, 5 ->
                wish(
                        id,
                        "migrate",
                        besideOperator
                                ? plain("migrate")
                                : Stage.migrate(Stage.elsewhere(Stage.host(seen), random.nextInt(2))),
                        Set.of(VERIFY));
            case 6 -> wish(id, "hard reboot", Stage.reboot("HARD"), Set.of("ACTIVE"));
            default ->
                status.equals("SHUTOFF")
                        ? wish(id, "start", plain("os-start"), Set.of("ACTIVE"))
                        : choice == 7
                                ? wish(id, "soft reboot", Stage.reboot("SOFT"), Set.of("ACTIVE"))
                                : wish(id, "stop", plain("os-stop"), Set.of("SHUTOFF"));
        };
    }

    private Wish wish(String id, String what, ObjectNode action, Set<String> next) {
        return new Wish(what, told(() -> stage.act(id, action)), next);
    }

    private Answer told(Supplier<Answer> call) {
        return besideOperator ? Stage.again(call) : call.get();
    }
}
