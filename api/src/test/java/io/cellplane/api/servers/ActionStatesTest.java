package io.cellplane.api.servers;

import static io.cellplane.api.KnownUsers.ADMIN;
import static io.cellplane.api.KnownUsers.FOREIGNER;
import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.http.KeyedActions;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.lane.Admissions;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.embedded.EmbeddedTemporal;
import io.cellplane.embedded.TemporalOptions;
import io.cellplane.temporal.flow.SearchKeys;
import io.cellplane.testing.Sample;
import io.temporal.common.SearchAttributeKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action in every state of a server, against the table of {@link Expected}. */
class ActionStatesTest {
    @TempDir
    private static Path folder;

    private static EmbeddedTemporal temporal;
    private static ServerCloud cloud;
    private static Admissions admissions;

    @BeforeAll
    static void start() {
        temporal = EmbeddedTemporal.start(
                TemporalOptions.in(
                                folder,
                                SearchKeys.ALL.stream()
                                        .map(SearchAttributeKey::getName)
                                        .toList())
                        .inMemory(),
                progress -> {});
        cloud = new ServerCloud(
                temporal.choice().address(),
                Map.of(
                        "cellplane.quota.instances",
                        200,
                        "cellplane.quota.cores",
                        1000,
                        "cellplane.quota.ram",
                        1_000_000));
        cloud.flavor("f2", 1024, 4, 20);
        admissions = new Admissions(cloud.api, cloud.cells);
        cloud.attachEverything();
    }

    @AfterAll
    static void stop() {
        cloud.close();
        temporal.close();
    }

    static List<Expected> actions() {
        return Expected.ACTIONS;
    }

    static List<Expected> actionsInAState() {
        return Expected.ACTIONS.stream().filter(Expected::needsState).toList();
    }

    private static String caller(Expected action) {
        return action.isForAdministrators() ? ADMIN : MEMBER;
    }

    private static Answer ask(String user, UUID server, Expected action) {
        return cloud.call(
                user,
                "2.79",
                action.method,
                "/servers/" + server + action.path,
                action.body.isEmpty() ? null : action.body);
    }

    /** A server that the action is let in for, if its state were to decide. */
    private static UUID fitting(Expected action) {
        UUID uuid = cloud.resting("s");
        Expected.VM_STATES.stream()
                .filter(vmState -> action.refusal("", vmState, null) == null)
                .findFirst()
                .ifPresent(vmState -> cloud.state(uuid, "cell1", vmState, null));
        if (action.words.endsWith("Resize")) {
            cloud.moved(uuid);
        }
        return uuid;
    }

    @ParameterizedTest
    @MethodSource("actions")
    void in_every_state(Expected action) {
        UUID uuid = cloud.resting("walked");
        if (action.words.endsWith("Resize")) {
            cloud.moved(uuid);
        }
        Expected.VM_STATES.forEach(vmState -> inAState(action, uuid, vmState, null));
        for (String task : Expected.TASK_STATES) {
            Sample.of(action + " in " + task, Expected.VM_STATES)
                    .forEach(vmState -> inAState(action, uuid, vmState, task));
        }
    }

    private static void inAState(Expected action, UUID uuid, String vmState, @Nullable String task) {
        cloud.state(uuid, "cell1", vmState, task);
        Answer answer = ask(caller(action), uuid, action);
        String where = action + " in " + vmState + "/" + task + ": " + answer.body();
        String refusal = action.refusal(uuid.toString(), vmState, task);
        if (vmState.equals("deleted")) {
            assertThat(answer.status()).as(where).isEqualTo(404);
        } else if (refusal != null) {
            assertThat(answer.status()).as(where).isEqualTo(409);
            assertThat(answer.message()).isEqualTo(refusal);
        } else {
            assertThat(answer.status()).as(where).isEqualTo(action.code);
            cloud.doing(uuid)
                    .ifPresent(row ->
                            assertThat(admissions.takeBack(row.id())).as(where).isTrue());
        }
        assertThat(cloud.doing(uuid)).as(where).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("actions")
    void on_anothers_server(Expected action) {
        UUID uuid = fitting(action);
        Answer answer = ask(FOREIGNER, uuid, action);
        if (action.isForAdministrators()) {
            assertThat(answer.status()).isEqualTo(403);
        } else {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.message()).isEqualTo("Instance " + uuid + " could not be found.");
        }
        assertThat(ask(ADMIN, UUID.randomUUID(), action).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @MethodSource("actionsInAState")
    void on_a_locked_server(Expected action) {
        UUID uuid = fitting(action);
        assertThat(cloud.act(MEMBER, uuid, "{\"lock\": null}").status()).isEqualTo(202);
        Answer answer = ask(MEMBER, uuid, action);
        if (!action.isForAdministrators()) {
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.message()).isEqualTo("Instance " + uuid + " is locked");
        }
        assertThat(ask(ADMIN, uuid, action).status()).isEqualTo(action.code);
    }

    @ParameterizedTest
    @MethodSource("actionsInAState")
    void on_one_that_is_being_deleted(Expected action) {
        UUID uuid = fitting(action);
        assertThat(cloud.call(MEMBER, "2.79", "DELETE", "/servers/" + uuid, null)
                        .status())
                .isEqualTo(204);
        Answer answer = ask(caller(action), uuid, action);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message())
                .isEqualTo("Cannot '%s' instance %s while it is in task_state deleting".formatted(action.words, uuid));
    }

    /** An operation that has the server. */
    private static void open(UUID server, Kind kind) {
        OperationRow other = TestOperation.of(server, kind, OperationState.RUNNING)
                .request("req-other")
                .row();
        cloud.api.operations().save(other);
        cloud.api.lanes().set(server, other.id(), null);
    }

    @ParameterizedTest
    @EnumSource(names = {"REBOOT", "HARD_REBOOT", "PAUSE", "UNPAUSE", "SUSPEND", "RESUME"})
    void a_hard_reboot_comes_over_what_does_not_end(Kind before) {
        UUID uuid = cloud.resting("hanging");
        open(uuid, before);
        cloud.state(uuid, "cell1", "active", before.task());
        assertThat(cloud.act(MEMBER, uuid, "{\"os-stop\": null}").status()).isEqualTo(409);
        assertThat(cloud.act(MEMBER, uuid, "{\"reboot\": {\"type\": \"HARD\"}}").status())
                .isEqualTo(202);
    }

    /** Also one whose record does not say yet that something is being done to the server. */
    @ParameterizedTest
    @MethodSource("actionsInAState")
    void during_an_open_operation(Expected action) {
        UUID uuid = fitting(action);
        open(uuid, Kind.RESIZE);
        Answer answer = ask(caller(action), uuid, action);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.message())
                .isEqualTo(
                        "Cannot '%s' instance %s while it is in task_state resize_prep".formatted(action.words, uuid));
    }

    /** Bug 1850694: who loses a compare-and-set is told 409, never 500. */
    @ParameterizedTest
    @MethodSource("actionsInAState")
    void bug_1850694_twice_at_once_one_wins(Expected action) throws Exception {
        Assumptions.assumeFalse(action.isOfDevices(), "these do not refuse each other");
        UUID uuid = fitting(action);
        List<Answer> answers =
                atOnce(List.of(() -> ask(caller(action), uuid, action), () -> ask(caller(action), uuid, action)));
        boolean isHard = action.body.contains("HARD");
        assertThat(answers).extracting(Answer::status).contains(action.code);
        assertThat(answers.stream().filter(one -> one.status() == action.code))
                .as(answers.toString())
                .hasSize(isHard ? answers.stream().allMatch(one -> one.status() == action.code) ? 2 : 1 : 1);
        answers.stream()
                .filter(one -> one.status() != action.code)
                .forEach(one -> lost(one, uuid, action.words, action.body.contains("confirmResize")));
    }

    /** What one hears who comes second: a move that is being confirmed is no resize any more. */
    private static void lost(Answer one, UUID uuid, String words, boolean toConfirm) {
        assertThat(one.status()).as(one.message()).isEqualTo(toConfirm ? 400 : 409);
        assertThat(one.message())
                .startsWith(
                        toConfirm
                                ? "Instance has not been resized"
                                : "Cannot '%s' instance %s while".formatted(words, uuid));
    }

    /** Bug 1879878: of a confirm and a revert that race, one wins and the move has one decision. */
    @Test
    void bug_1879878_confirm_and_revert_race() throws Exception {
        for (int round = 0; round < 10; round++) {
            UUID uuid = cloud.resting("raced");
            cloud.state(uuid, "cell1", "resized", null);
            OperationRow move = cloud.moved(uuid);
            List<Callable<Answer>> racers = new ArrayList<>(List.of(
                    () -> cloud.act(MEMBER, uuid, "{\"confirmResize\": null}"),
                    () -> cloud.act(MEMBER, uuid, "{\"revertResize\": null}")));
            Collections.rotate(racers, round);
            List<Answer> answers = atOnce(racers);
            assertThat(answers.stream().filter(one -> one.status() >= 400)).hasSize(1);
            OperationRow winner = cloud.doing(uuid).orElseThrow();
            assertThat(cloud.api.operations().find(move.id()).orElseThrow().decision())
                    .isEqualTo(winner.kind());
            boolean confirmed = winner.what() == Kind.CONFIRM;
            answers.stream()
                    .filter(one -> one.status() >= 400)
                    .forEach(one -> lost(one, uuid, "confirmResize", confirmed));
        }
    }

    private static List<Answer> atOnce(List<Callable<Answer>> calls) throws Exception {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> call : callers.invokeAll(calls)) {
                answers.add(call.get());
            }
        }
        return answers;
    }

    /**
     * Every key of an action's body has a line, so that all of the above is asked of it; our own are in no reference, and what
     * ended with an older microversion, or is asked of the network service, asks no server for a state.
     */
    @Test
    void every_action_is_expected() {
        assertThat(cloud.server().part(KeyedActions.class).all().stream()
                        .filter(action -> action.versions().max() == null)
                        .map(action -> action.key())
                        .filter(key -> !key.startsWith("cellplane-") && !key.endsWith("SecurityGroup")))
                .allSatisfy(key -> assertThat(Expected.ACTIONS)
                        .as("a line of Expected for the action %s", key)
                        .anyMatch(line -> line.body.startsWith("{\"" + key + "\":")));
    }

    /** Another than a create or a delete begins with an action; one that only the cloud itself begins is named here too. */
    @Test
    void every_operation_is_asked_for_by_some_action() {
        Set<Kind> asked = EnumSet.of(Kind.BOOT, Kind.DELETE);
        for (Expected action : Expected.ACTIONS) {
            UUID uuid = fitting(action);
            if (action.body.contains("os-resetState")) {
                cloud.moved(uuid); // With nothing to end it is no operation.
            }
            assertThat(ask(caller(action), uuid, action).status())
                    .as(action.body)
                    .isEqualTo(action.code);
            cloud.api.operations().of(uuid).forEach(row -> asked.add(row.what()));
        }
        assertThat(asked)
                .as("each is asked for by an action that Expected has")
                .containsExactlyInAnyOrder(Kind.values());
    }
}
