package io.cellplane.trials.races;

import static io.cellplane.trials.races.Stage.plain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.ComputeClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Who wants something of a server in VERIFY_RESIZE. */
enum Contender {
    CONFIRM("confirmResize", 204),
    REVERT("revertResize", 202),
    /** The end of the time for it. */
    WINDOW(null, 0),
    DELETE(null, 204),
    STOP("stop", 202),
    RESIZE("resize", 202),
    RESET("os-resetState", 202);

    /** A delete always has its way in the end, so that it comes less often. */
    private static final List<Contender> DECIDE = List.of(CONFIRM, CONFIRM, REVERT, REVERT, WINDOW, WINDOW, DELETE);

    private static final List<Contender> OTHERS = List.of(STOP, RESIZE, RESET);
    private static final Duration LONG_AGO = Duration.ofHours(1);

    private final @Nullable String word;
    private final int accepted;

    Contender(@Nullable String word, int accepted) {
        this.word = word;
        this.accepted = accepted;
    }

    /** Two to four, of whom at least two want to decide the move; the same may come twice. */
    static List<Contender> chosen(Random random) {
        List<Contender> chosen = new ArrayList<>();
        int all = 2 + random.nextInt(3);
        for (int i = 0; i < all; i++) {
            boolean decides = i < 2 || random.nextBoolean();
            List<Contender> from = decides ? DECIDE : OTHERS;
            Contender next = from.get(random.nextInt(from.size()));
            // What is not decided by the move may be accepted afterwards, once.
            if (decides || !chosen.contains(next)) {
                chosen.add(next);
            }
        }
        return chosen;
    }

    /** As refusals name what it wants. */
    String word() {
        return String.valueOf(word);
    }

    boolean isAccepted(Answer answer) {
        return answer.status() == accepted;
    }

    /** @return empty for the window, whom nobody answers */
    Optional<Answer> act(Stage stage, String server, OperationRow move) {
        return switch (this) {
            case CONFIRM, REVERT -> Optional.of(stage.act(server, plain(word())));
            case STOP -> Optional.of(stage.act(server, plain("os-stop")));
            case RESIZE -> Optional.of(stage.act(server, Stage.resize(Stage.HUGE)));
            case RESET -> {
                ObjectNode action = ComputeClient.JSON.createObjectNode();
                action.putObject("os-resetState").put("state", "active");
                yield Optional.of(stage.act(server, action));
            }
            case DELETE -> Optional.of(stage.client.compute("DELETE", "/servers/" + server, null));
            case WINDOW -> {
                stage.cloud
                        .api()
                        .operations()
                        .window(move.id(), move.createdAt().minus(LONG_AGO));
                stage.sweeps.once();
                yield Optional.empty();
            }
        };
    }
}
