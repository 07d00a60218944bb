package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.http.NotBuilt;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.RouteRules.ActionRules;
import io.cellplane.api.http.RouteTable;
import io.cellplane.contracts.failure.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The pages that are generated are what the code says. {@code -Dcellplane.docs.write=true} writes them instead of
 * comparing.
 */
class DocumentsTest {
    private static final String HOW = "<!-- Generated from the code by DocumentsTest; do not edit. -->\n\n";

    @Test
    void the_page_of_routes() throws IOException {
        try (Cloud cloud = Cloud.start("documents")) {
            String built = cloud.server().part(RouteTable.class).entries().stream()
                    .map(DocumentsTest::lines)
                    .collect(Collectors.joining());
            String missing = cloud.server().part(NotBuilt.class).entries().stream()
                    .map(entry -> "| %s | `%s` | %s – %s | %s |\n"
                            .formatted(entry.method(), entry.path(), entry.min(), entry.max(), entry.feature()))
                    .collect(Collectors.joining());
            compare(
                    "api.md",
                    "# The compute API\n\n" + HOW
                            + "Microversions 2.1 to 2.79. Rules are those of the policy table (`policy.yaml`); a file"
                            + " of the operator's overrides them.\n\n## What is there\n\n"
                            + "| method | path | microversions | rule |\n|---|---|---|---|\n" + built
                            + "\n## What is not there yet\n\nA route answers 501 (`gone`: 410), an action of"
                            + " `POST /servers/{id}/action` too.\n\n"
                            + "| method | path | microversions | feature |\n|---|---|---|---|\n" + missing);
        }
    }

    private static String lines(RouteTable.Entry route) {
        String versions = route.rules().min() + " – " + route.rules().max();
        if (route.rules().actions().isEmpty()) {
            String rule = route.rules().rule().equals(Route.OPEN)
                    ? "no token needed"
                    : "`" + route.rules().rule() + "`";
            return "| %s | `%s` | %s | %s |\n".formatted(route.method(), route.path(), versions, rule);
        }
        return route.rules().actions().stream()
                .map(action -> "| %s | `%s` `%s` | %s | `%s` |\n"
                        .formatted(route.method(), route.path(), action.name(), versions(action), action.rule()))
                .collect(Collectors.joining());
    }

    private static String versions(ActionRules action) {
        return action.min() + " – " + action.max();
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
