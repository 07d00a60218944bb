package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Message;
import io.cellplane.bus.NoResponders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** I12: with the credentials of one host nothing of another host, of the cell-worker or of the API can be reached. */
final class HostUsersTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String WORKER = TestNats.WORKER;

    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private TestNats server;

    @BeforeEach
    void start() {
        server = new TestNats(folder, Map.of("a", "pa", "b", "pb"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void a_host_hears_and_speaks_and_answers_for_itself_alone() {
        Bus worker = as("cell-worker", "w", WORKER);
        Bus api = as("api", "i", "api");
        Bus a = as("a", "pa", "a");
        Bus b = as("b", "pb", "b");

        List<String> reported = heard(worker, "host.*.up.>");
        processed(worker, "host.nobody.do.spawn");
        b.subscribe("host.b.do.>", message -> message.respond(bytes("b did it")));
        a.subscribe("host.a.do.>", message -> message.respond(bytes("a did it")));
        a.subscribe("host.a.ask.>", message -> message.respond(bytes("a knows")));
        // Everything that A must not hear.
        List<String> stolen = new CopyOnWriteArrayList<>();
        for (String subject : List.of(
                "host.b.do.>",
                "host.*.do.>",
                "host.b.ask.>",
                "host.b.up.>",
                ">",
                "_INBOX.>",
                "_INBOX.b.>",
                "_INBOX." + WORKER + ".>",
                "_INBOX.api.>",
                "$SYS.>")) {
            a.subscribe(subject, message -> stolen.add(subject + " " + message.subject()));
        }

        a.publish("host.a.up.alive", bytes("a"));
        b.publish("host.b.up.alive", bytes("b"));
        await().until(() -> reported.size() == 2);
        assertThat(ask(worker, "host.a.do.spawn")).isEqualTo("a did it");
        assertThat(ask(worker, "host.b.do.spawn")).isEqualTo("b did it");
        assertThat(ask(api, "host.a.ask.guests")).isEqualTo("a knows");

        // What A says in the name of others is not delivered.
        for (String subject : List.of("host.b.up.alive", "host.b.do.spawn", "host.a.do.spawn", "host.b.ask.guests")) {
            a.publish(subject, bytes("forged"));
        }
        assertThat(ask(worker, "host.b.do.spawn")).isEqualTo("b did it");
        a.publish("host.a.up.alive", bytes("last"));
        await().until(() -> reported.contains("host.a.up.alive last"));
        assertThat(reported).noneMatch(report -> report.endsWith("forged"));
        assertThat(stolen).isEmpty();

        // The API asks and never commands.
        assertThatThrownBy(() -> ask(api, "host.a.do.spawn")).hasCauseInstanceOf(BusFailure.class);
    }

    @Test
    void a_host_that_asks_to_hear_ever_more_is_refused_and_its_neighbours_hear_as_before() {
        Bus worker = as("cell-worker", "w", WORKER);
        Bus a = as("a", "pa", "a");
        Bus b = as("b", "pb", "b");
        processed(a, "host.a.up.nobody");
        for (int i = 0; i < 100; i++) {
            a.subscribe("host.a.do." + i, message -> message.respond(bytes("heard")));
        }
        processed(a, "host.a.up.nobody");
        assertThat(ask(worker, "host.a.do.1")).isEqualTo("heard");
        assertThatThrownBy(() -> ask(worker, "host.a.do.99")).hasCauseInstanceOf(NoResponders.class);
        b.subscribe("host.b.do.>", message -> message.respond(bytes("b heard")));
        processed(b, "host.b.up.nobody");
        assertThat(ask(worker, "host.b.do.1")).isEqualTo("b heard");
    }

    @Test
    void an_answer_cannot_be_forged_into_an_inbox_of_others() {
        Bus worker = as("cell-worker", "w", WORKER);
        Bus a = as("a", "pa", "a");
        List<Message> asked = new CopyOnWriteArrayList<>();
        Bus b = as("b", "pb", "b");
        b.subscribe("host.b.do.>", asked::add);
        processed(b, "host.b.up.nobody");
        var answer = worker.request("host.b.do.spawn", bytes("do"), Duration.ofSeconds(2));
        await().until(() -> !asked.isEmpty());
        String inbox = String.valueOf(asked.getFirst().replyTo());
        a.publish(inbox, bytes("a says it is done"));
        a.publish("host.a.up.alive", bytes("behind it"));
        asked.getFirst().respond(bytes("b says it is done"));
        assertThat(new String(answer.join(), StandardCharsets.UTF_8)).isEqualTo("b says it is done");
    }

    @Test
    void a_host_is_added_without_a_restart_and_nobody_is_disconnected() {
        Bus a = as("a", "pa", "a");
        List<String> commands = heard(a, "host.a.do.>");
        List<String> reconnected = new CopyOnWriteArrayList<>();
        a.onReconnect(() -> reconnected.add("a"));
        server.reload(Map.of("a", "pa", "b", "pb", "c", "pc"));
        Bus c = as("c", "pc", "c");
        Bus worker = as("cell-worker", "w", WORKER);
        List<String> reported = heard(worker, "host.*.up.>");
        await().untilAsserted(() -> {
            c.publish("host.c.up.alive", bytes("c"));
            worker.publish("host.a.do.spawn", bytes("still there"));
            assertThat(reported).isNotEmpty();
            assertThat(commands).isNotEmpty();
        });
        assertThat(reconnected).isEmpty();
    }

    private Bus as(String user, String password, String name) {
        Bus bus = server.as(user, password, name);
        open.add(bus);
        return bus;
    }

    private static List<String> heard(Bus bus, String pattern) {
        List<String> all = new CopyOnWriteArrayList<>();
        bus.subscribe(
                pattern,
                message -> all.add(message.subject() + " " + new String(message.payload(), StandardCharsets.UTF_8)));
        return all;
    }

    private static String ask(Bus bus, String subject) {
        return new String(
                bus.request(subject, bytes("?"), SHORT.multipliedBy(10)).join(), StandardCharsets.UTF_8);
    }

    /** Returns when the server has taken what this connection said before: it answers that nobody hears the subject. */
    private static void processed(Bus bus, String subject) {
        assertThatThrownBy(() -> ask(bus, subject)).hasCauseInstanceOf(NoResponders.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
