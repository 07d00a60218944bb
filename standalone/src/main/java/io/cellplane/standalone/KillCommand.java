package io.cellplane.standalone;

import io.cellplane.contracts.fault.FaultPoints.Side;
import io.cellplane.db.api.Quota;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.standalone.Arguments.Refused;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.Ports;
import io.cellplane.standalone.kill.AwaySuite;
import io.cellplane.standalone.kill.KillPlan;
import io.cellplane.standalone.kill.KillSuite;
import io.cellplane.standalone.kill.StepList;
import io.cellplane.standalone.kill.Victim;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code test --kill}: every kind of process is killed at every step of every operation. */
final class KillCommand {
    private static final String HELP = """
            test --kill     kills every kind of process at every step of every operation (about an hour)
              --operation LIST   of: %s
              --process LIST     of: %s
              --side LIST        of: before, after (its effect)
              --step LIST        only these steps, as the table of coverage names them
              --rounds N         how often each (5)
              --exhaustive       one step at a time
              --seed N           repeats a run
              --json             the last line is one JSON object
              --data FOLDER      where its cloud lies (.cellplane/kill)
            test --away     takes components away for a while, and restarts processes one by one under load
              --scene LIST       of: %s
              --seconds N        how long each is away (20)
            """.formatted(
                    String.join(", ", operations()),
                    names(Victim.values(), Victim::token),
                    names(AwaySuite.Scene.values(), AwaySuite.Scene::token));

    private KillCommand() {}

    static int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.print(HELP);
            return 0;
        }
        Arguments given = new Arguments(
                words,
                Map.of(),
                Set.of(
                        "--operation",
                        "--process",
                        "--side",
                        "--step",
                        "--rounds",
                        "--seed",
                        "--data",
                        "--scene",
                        "--seconds"),
                Set.of("--kill", "--away", "--exhaustive", "--json"));
        if (given.flag("--away")) {
            return away(given);
        }
        long seed = given.text("--seed").map(Long::parseLong).orElseGet(System::nanoTime);
        KillPlan whole = KillPlan.whole(seed);
        KillPlan plan = new KillPlan(
                lists(chosen(given.text("--operation"), operations(), operation -> operation)),
                chosen(given.text("--process"), whole.victims(), Victim::token),
                chosen(given.text("--side"), whole.sides(), Side::token),
                given.text("--step").map(text -> List.of(text.split(",", -1))).orElse(List.of()),
                given.number("--rounds", whole.rounds()),
                given.flag("--exhaustive"),
                false,
                0,
                seed);
        Path data = given.text("--data").map(Path::of).orElse(UpOptions.home().resolve("kill"));
        Quiet.logs();
        KillSuite.Report report = KillSuite.run(plan, options(data), UpCommand.caches(), System.out);
        if (given.flag("--json")) {
            System.out.println(report.json());
        }
        return report.good() ? 0 : 1;
    }

    private static int away(Arguments given) {
        Quiet.logs();
        Path data = given.text("--data").map(Path::of).orElse(UpOptions.home().resolve("kill"));
        List<AwaySuite.Scene> scenes =
                chosen(given.text("--scene"), List.of(AwaySuite.Scene.values()), AwaySuite.Scene::token);
        Duration away = Duration.ofSeconds(given.number("--seconds", 20));
        return AwaySuite.run(scenes, away, options(data), UpCommand.caches(), System.out)
                        .isEmpty()
                ? 0
                : 1;
    }

    /** Many small servers on hosts that never fill. */
    static CloudOptions options(Path data) {
        return CloudOptions.in(data, EmbeddedMariaDb.baseIn(UpOptions.home()))
                .withPorts(Ports.free())
                .withHosts(4, new HostSize(256, 262_144, 4096))
                .withQuota(Quota.Limits.none());
    }

    private static <T> String names(T[] all, Function<T, String> token) {
        return Arrays.stream(all).map(token).collect(Collectors.joining(", "));
    }

    private static List<String> operations() {
        return Arrays.stream(StepList.values()).map(StepList::token).distinct().toList();
    }

    private static List<StepList> lists(List<String> operations) {
        return Arrays.stream(StepList.values())
                .filter(list -> operations.contains(list.token()))
                .toList();
    }

    private static <T> List<T> chosen(Optional<String> given, List<T> all, Function<T, String> token) {
        if (given.isEmpty()) {
            return all;
        }
        List<String> wanted = List.of(given.get().split(",", -1));
        List<T> found =
                all.stream().filter(each -> wanted.contains(token.apply(each))).toList();
        if (found.size() != wanted.size()) {
            throw new Refused(given.get() + " is not among: "
                    + String.join(", ", all.stream().map(token).toList()));
        }
        return found;
    }
}
