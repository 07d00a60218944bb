package io.cellplane.proofs.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every alert is about metrics that there are, and leads to a section of the runbook. */
class AlertsTest {
    private static final Path ROOT = root();

    @Test
    void every_alert_rests_on_what_there_is() throws IOException {
        Rules rules = Rules.parse(Files.readString(ROOT.resolve("docker/prometheus/alerts.yaml")));
        assertThat(rules.rules()).hasSizeGreaterThan(10);
        assertThat(rules.rules())
                .extracting(Rules.Rule::name)
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(rules.problems(sections())).isEmpty();
    }

    @Test
    void the_runbook_names_every_alarm() throws IOException {
        Rules rules = Rules.parse(Files.readString(ROOT.resolve("docker/prometheus/alerts.yaml")));
        String page = Files.readString(ROOT.resolve("docs/runbook.md"));
        rules.rules().forEach(rule -> assertThat(page).contains("`" + rule.name() + "`"));
    }

    @Test
    void what_is_wrong_is_found() {
        assertThat(Rules.parse("""
                        groups:
                          - name: wrong
                            rules:
                              - alert: Metric
                                expr: sum(cellplane_operations_lost) > 0
                                labels: {severity: warning}
                                annotations: {summary: s, runbook: docs/runbook.md#there}
                              - alert: Tag
                                expr: 'cellplane_hosts{phase="down", cell=~"a=b"} > 0'
                                labels: {severity: warning}
                                annotations: {summary: s, runbook: docs/runbook.md#there}
                              - alert: Group
                                expr: 'max by (kind) (cellplane_hosts{state="down"}) > 0'
                                labels: {severity: warning}
                                annotations: {summary: s, runbook: docs/runbook.md#there}
                              - alert: Said
                                expr: max by (cell) (cellplane_hosts) > 0
                                labels: {severity: warning}
                                annotations: {summary: '{{ $labels.state }}', runbook: docs/runbook.md#there}
                              - alert: Timer
                                expr: rate(cellplane_api_requests_seconds[1m]) > 0
                                labels: {severity: warning}
                                annotations: {summary: s, runbook: docs/runbook.md#there}
                              - alert: Bare
                                expr: vector(1)
                              - alert: Link
                                expr: cellplane_ready == 0
                                labels: {severity: loud}
                                annotations: {summary: s, runbook: docs/runbook.md#nowhere}
                              - alert: Good
                                expr: max by (cell, job) (cellplane_hosts{state!="up"}) > 0
                                labels: {severity: critical}
                                annotations: {summary: '{{ $labels.cell }}', runbook: docs/runbook.md#there}
                        """).problems(Set.of("docs/runbook.md#there")))
                .containsExactly(
                        "Metric: metric cellplane_operations_lost",
                        "Tag: tag phase",
                        "Group: tag kind",
                        "Said: tag state",
                        "Timer: metric cellplane_api_requests_seconds",
                        "Bare: no summary",
                        "Bare: severity ''",
                        "Bare: runbook ",
                        "Bare: no metric",
                        "Link: severity 'loud'",
                        "Link: runbook docs/runbook.md#nowhere");
    }

    /** Headings as they are linked to. */
    private static Set<String> sections() throws IOException {
        return Files.readString(ROOT.resolve("docs/runbook.md"))
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'))
                .map(anchor -> "docs/runbook.md#" + anchor)
                .collect(Collectors.toSet());
    }

    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(".mvn"))) {
                return folder;
            }
        }
        throw new IllegalStateException("not inside of the project");
    }
}
