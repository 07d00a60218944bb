package io.cellplane.contracts.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/metrics.md} is what the code says; what stands below it is written by hand. {@code
 * -Dcellplane.docs.write=true} writes the table instead of comparing.
 */
class MetricsPageTest {
    private static final String END = "<!-- From here on it is written by hand. -->\n";

    @Test
    void the_table_of_metrics() throws IOException {
        Path page = docs().resolve("metrics.md");
        String found = Files.readString(page);
        assertThat(found).contains(END);
        String expected = generated() + found.substring(found.indexOf(END));
        if (Boolean.getBoolean("cellplane.docs.write")) {
            Files.writeString(page, expected);
        }
        assertThat(page).as("run this test with -Dcellplane.docs.write=true").hasContent(expected);
    }

    private static String generated() {
        return "# Metrics\n\n<!-- Generated from the code by MetricsPageTest, down to the mark; do not edit. -->\n\n"
                + "Every process serves `/metrics` for Prometheus on `cellplane.health.port`. These are our own:\n\n"
                + "| name | type | unit | tags | meaning | served by |\n|---|---|---|---|---|---|\n"
                + Arrays.stream(Metric.values()).map(MetricsPageTest::line).collect(Collectors.joining()) + "\n";
    }

    private static String line(Metric metric) {
        return "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(
                        metric.served(),
                        metric.type().name().toLowerCase(Locale.ROOT),
                        metric.served().contains("_seconds") ? "s" : "1",
                        code(metric.labels()),
                        metric.meaning(),
                        String.join(", ", metric.servedBy()));
    }

    private static String code(List<String> labels) {
        return labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(" "));
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
