package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.http.NotBuilt;
import io.cellplane.api.http.RouteTable;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.version.Microversion;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.Precedence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages that are generated are what the code says. {@code -Dcellplane.docs.write=true} writes them instead of
 * comparing.
 */
class DocumentsTest {
    private static final String HOW = "<!-- Generated from the code by DocumentsTest; do not edit. -->\n\n";

    private static final String SAMPLE = """
            # Generated from the code by DocumentsTest; do not edit.
            # Who may do what by default: a file of the operator's (cellplane.api.policy-file) holds only what differs.
            """;

    @Test
    void the_page_of_routes() throws IOException {
        try (Cloud cloud = Cloud.start("documents")) {
            String built = cloud.server().part(RouteTable.class).entries().stream()
                    .map(DocumentsTest::lines)
                    .collect(Collectors.joining());
            String missing = cloud.server().part(NotBuilt.class).entries().stream()
                    .map(entry -> "| %s | `%s` | %s | %s |\n"
                            .formatted(entry.method(), entry.path(), entry.versions(), entry.feature()))
                    .collect(Collectors.joining());
            compare(
                    "api.md",
                    "# The compute API\n\n" + HOW
                            + "Microversions " + Microversion.MIN + " to " + Microversion.MAX
                            + ". Rules are those of [policy.yaml](policy.yaml), unless a file of the operator's says"
                            + " otherwise.\n\n## What is there\n\n"
                            + "| method | path | microversions | rule |\n|---|---|---|---|\n" + built
                            + "\n## What is not there yet\n\nA route answers 501 (`gone`: 410), an action of"
                            + " `POST /servers/{id}/action` too.\n\n"
                            + "| method | path | microversions | feature |\n|---|---|---|---|\n" + missing);
        }
    }

    private static String lines(RouteTable.Entry route) {
        if (route.rules().actions().isEmpty()) {
            Rule rule = route.rules().rule();
            return "| %s | `%s` | %s | %s |\n"
                    .formatted(
                            route.method(),
                            route.path(),
                            route.rules().versions(),
                            rule == null ? "no token needed" : "`" + rule.id() + "`");
        }
        return route.rules().actions().stream()
                .map(action -> "| %s | `%s` `%s` | %s | `%s` |\n"
                        .formatted(
                                route.method(),
                                route.path(),
                                action.name(),
                                action.versions(),
                                action.rule().id()))
                .collect(Collectors.joining());
    }

    @Test
    void the_sample_of_a_policy_file() throws IOException {
        StringBuilder page = new StringBuilder(SAMPLE);
        for (Rule rule : Rule.values()) {
            page.append("\n# %s\n#\"%s\": \"%s\"\n"
                    .formatted(rule.allows(), rule.id(), rule.standard().replace("\"", "\\\"")));
        }
        compare("policy.yaml", page.toString());
    }

    @Test
    void the_page_of_failures() throws IOException {
        StringBuilder page = new StringBuilder("# Failures\n\n" + HOW
                + "Everything that a user or an operator can be told. The status is the answer's when the API says it,"
                + " and the code of the fault when a server carries it.\n\n"
                + "| type | status | words | what the operator does |\n|---|---|---|---|\n");
        for (Failure failure : Failure.values()) {
            page.append("| `%s` | %d | %s | %s |\n"
                    .formatted(
                            failure.type(),
                            failure.status(),
                            failure.text().replace("%s", "…"),
                            failure.operatorDoes()));
        }
        compare("failures.md", page.toString());
    }

    @Test
    void the_page_of_states() throws IOException {
        List<Kind> asking = Stream.of(Kind.values())
                .filter(kind -> !kind.vmStates().isEmpty())
                .toList();
        StringBuilder page = new StringBuilder("# States\n\n" + HOW
                + "What can be done to a server, and when.\n\n## Which state allows what\n\n"
                + "An operation that is not here asks for no state.\n\n| `vm_state` |");
        asking.forEach(kind -> page.append(" %s |".formatted(words(kind))));
        page.append("\n|---|").append("---|".repeat(asking.size())).append('\n');
        asking.stream()
                .flatMap(kind -> kind.vmStates().stream())
                .distinct()
                .sorted()
                .forEach(state -> {
                    page.append("| `%s` |".formatted(state));
                    asking.forEach(kind -> page.append(kind.vmStates().contains(state) ? " yes |" : " |"));
                    page.append('\n');
                });
        page.append("\nElse it is 409: `%s`. So it is while something else is being done, with `task_state`."
                .formatted(Failure.SERVER_STATE.text().formatted("<action>", "<id>", "vm_state", "<state>")));
        page.append("\n\n## Operations\n\n| operation | action | workflow | lane | shows | also over the tasks"
                + " | comes over | when Temporal does not answer | when its workflow is gone |\n"
                + "|---|---|---|---|---|---|---|---|---|\n");
        for (Kind kind : Kind.values()) {
            page.append("| %s | `%s` | `%s` | %s | %s | %s | %s | %s | %s |\n"
                    .formatted(
                            words(kind),
                            kind.action(),
                            kind.flow().type(),
                            words(kind.lane()),
                            kind.task() == null ? "" : "`" + kind.task() + "`",
                            kind.tasks().stream()
                                    .sorted()
                                    .map(task -> "`" + task + "`")
                                    .collect(Collectors.joining(", ")),
                            kind.precedence() == Precedence.NONE ? "" : words(kind.precedence()),
                            kind.isKept() ? "waits" : "taken back",
                            words(kind.repair())));
        }
        compare("states.md", page.toString());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static void compare(String name, String expected) throws IOException {
        Path page = docs().resolve(name);
        if (Boolean.getBoolean("cellplane.docs.write")) {
            Files.writeString(page, expected);
        }
        assertThat(page).as("run this test with -Dcellplane.docs.write=true").hasContent(expected);
    }

    private static Path docs() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder.resolve("docs");
            }
        }
        throw new IllegalStateException("not inside of the project");
    }
}
