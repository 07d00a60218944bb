package io.cellplane.trials.races;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Changes what users may change of one server, all the time and whatever is being done to it. What was acknowledged is seen
 * at once and for good, what was refused is not; nobody else changes these.
 */
final class Editor implements Callable<List<String>> {
    private static final int PAUSE_MILLIS = 20;

    private final Stage stage;
    private final String server;
    private final Random random;
    private final BooleanSupplier goesOn;
    private final List<String> wrongs = new ArrayList<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private final TreeSet<String> tags = new TreeSet<>();
    private String name;
    private String description = "";
    private boolean locked;
    private int acknowledged;
    private int refused;
    private int serial;

    /** @param name that it has */
    Editor(Stage stage, String server, String name, Random random, BooleanSupplier goesOn) {
        this.stage = stage;
        this.server = server;
        this.name = name;
        this.random = random;
        this.goesOn = goesOn;
    }

    int acknowledged() {
        return acknowledged;
    }

    int refused() {
        return refused;
    }

    @Override
    public List<String> call() {
        while (goesOn.getAsBoolean() && wrongs.isEmpty()) {
            edit("v" + ++serial);
            look("after edit " + serial);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(PAUSE_MILLIS)));
        }
        return wrongs;
    }

    private void edit(String value) {
        String one = "k" + random.nextInt(5);
        switch (random.nextInt(7)) {
            case 0 -> sent("PUT", "", body("server", "name", value), 200, () -> name = value);
            case 1 -> sent("PUT", "", body("server", "description", value), 200, () -> description = value);
            case 2 -> sent("PUT", "/metadata/" + one, body("meta", one, value), 200, () -> metadata.put(one, value));
            case 3 -> {
                if (metadata.containsKey(one)) {
                    sent("DELETE", "/metadata/" + one, null, 204, () -> metadata.remove(one));
                }
            }
            case 4 -> {
                if (!tags.contains(one)) {
                    sent("PUT", "/tags/" + one, null, 201, () -> tags.add(one));
                }
            }
            case 5 -> {
                if (tags.contains(one)) {
                    sent("DELETE", "/tags/" + one, null, 204, () -> tags.remove(one));
                }
            }
            default -> {
                boolean other = !locked;
                sent("POST", "/action", Stage.plain(other ? "lock" : "unlock"), 202, () -> locked = other);
            }
        }
    }

    private static ObjectNode body(String what, String key, String value) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject(what).put(key, value);
        return body;
    }

    /** @param is what is true when it has been acknowledged */
    private void sent(String method, String path, @Nullable JsonNode body, int good, Runnable is) {
        Answer answer = stage.client.compute(method, "/servers/" + server + path, body);
        if (answer.status() == good) {
            acknowledged++;
            is.run();
        } else if (isClear(answer)) {
            refused++;
        } else {
            wrongs.add(
                    method + " " + path + " of " + server + " was answered " + answer.status() + ": " + answer.body());
        }
    }

    /** Nova's words for a state that does not allow it, or for what takes too long; or when to come again. */
    private static boolean isClear(Answer answer) {
        return switch (answer.status()) {
            case 409 ->
                answer.message().matches("Cannot '[a-zA-Z ]+' instance \\S+ while it is in (vm|task)_state \\S+");
            case 503 -> answer.headers().firstValue("Retry-After").isPresent();
            default -> false;
        };
    }

    /** Compares what is shown with all that was acknowledged. */
    void look(String when) {
        Answer answer = stage.get(server);
        if (answer.status() != 200) {
            wrongs.add("GET of " + server + " was answered " + answer.status() + " " + when);
            return;
        }
        JsonNode shown = answer.body().path("server");
        TreeMap<String, String> pairs = new TreeMap<>();
        shown.path("metadata")
                .properties()
                .forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
        TreeSet<String> labels = new TreeSet<>();
        shown.path("tags").forEach(tag -> labels.add(tag.asText()));
        same(when, "name", name, shown.path("name").asText());
        same(
                when,
                "description",
                description,
                shown.path("description").asText("").replace("null", ""));
        same(when, "metadata", metadata, pairs);
        same(when, "tags", tags, labels);
        same(when, "lock", locked, shown.path("locked").asBoolean());
    }

    private void same(String when, String what, Object acknowledged, Object shown) {
        if (!Objects.equals(acknowledged, shown)) {
            wrongs.add(what + " of " + server + " is " + shown + " " + when + ", acknowledged: " + acknowledged);
        }
    }

    List<String> wrongs() {
        return wrongs;
    }
}
