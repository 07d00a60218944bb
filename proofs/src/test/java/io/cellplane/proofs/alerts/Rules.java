package io.cellplane.proofs.alerts;

import io.cellplane.contracts.metric.Metric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Prometheus alert rules, and what is wrong with them. */
record Rules(List<Rule> rules) {
    private static final Set<String> SEVERITIES = Set.of("critical", "warning");

    /** What Prometheus adds to everything that it reads, and what a histogram's buckets have. */
    private static final Set<String> ADDED = Set.of("job", "instance", "le");

    /** Others' metrics that are alarmed about, as they are served, with the tags that are used here. */
    private static final Map<String, Set<String>> OTHERS = Map.of(
            "up", Set.of(),
            "hikaricp_connections_pending", Set.of("pool"),
            "hikaricp_connections_timeout_total", Set.of("pool"),
            "temporal_num_pollers", Set.of("task_queue"),
            "temporal_activity_schedule_to_start_latency_seconds_bucket", Set.of("task_queue"),
            "temporal_workflow_task_schedule_to_start_latency_seconds_bucket", Set.of(),
            "temporal_request_failure_total", Set.of("status_code"),
            "temporal_long_request_failure_total", Set.of("status_code"));

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern METRIC =
            Pattern.compile("\\b(up|(?:cellplane|temporal|hikaricp|jvm)_\\w+)(?:\\{([^}]*)})?");
    private static final Pattern TAG = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on|without|ignoring)\\s*\\(([^)]*)\\)");
    private static final Pattern SAID = Pattern.compile("\\$labels\\.(\\w+)");

    /** @param runbook an address, with the section after a {@code #} */
    record Rule(String name, String expr, String severity, String summary, String runbook) {}

    static Rules parse(String yaml) {
        Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        List<Rule> rules = new ArrayList<>();
        for (Map<?, ?> group : maps(root.get("groups"))) {
            for (Map<?, ?> rule : maps(group.get("rules"))) {
                rules.add(new Rule(
                        text(rule, "alert"),
                        text(rule, "expr"),
                        text(map(rule.get("labels")), "severity"),
                        text(map(rule.get("annotations")), "summary"),
                        text(map(rule.get("annotations")), "runbook")));
            }
        }
        return new Rules(rules);
    }

    private static List<Map<?, ?>> maps(@Nullable Object list) {
        return list instanceof List<?> all
                ? all.stream().<Map<?, ?>>map(Rules::map).toList()
                : List.of();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text.strip() : "";
    }

    /** @param sections where runbooks may point, {@code docs/runbook.md#host-down} */
    List<String> problems(Set<String> sections) {
        return rules.stream().flatMap(rule -> problems(rule, sections)).toList();
    }

    private static Stream<String> problems(Rule rule, Set<String> sections) {
        List<String> found = new ArrayList<>();
        if (rule.summary().isEmpty()) {
            found.add("no summary");
        }
        if (!SEVERITIES.contains(rule.severity())) {
            found.add("severity '" + rule.severity() + "'");
        }
        if (!sections.contains(rule.runbook())) {
            found.add("runbook " + rule.runbook());
        }
        List<MatchResult> metrics = METRIC.matcher(rule.expr()).results().toList();
        if (metrics.isEmpty()) {
            found.add("no metric");
        }
        Set<String> tags =
                metrics.stream().flatMap(metric -> tagsOf(metric.group(1))).collect(Collectors.toSet());
        for (MatchResult metric : metrics) {
            String name = metric.group(1);
            if (!isKnown(name)) {
                found.add("metric " + name);
            } else if (metric.group(2) != null) {
                Set<String> own = tagsOf(name).collect(Collectors.toSet());
                used(TAG, TEXT.matcher(metric.group(2)).replaceAll("\"\""), own).forEach(found::add);
            }
        }
        used(GROUPED, rule.expr(), tags).forEach(found::add);
        used(SAID, rule.summary(), shown(rule.expr(), tags)).forEach(found::add);
        return found.stream().map(problem -> rule.name() + ": " + problem);
    }

    /** After an aggregation only what it groups by is left. */
    private static Set<String> shown(String expr, Set<String> tags) {
        Set<String> grouped = GROUPED.matcher(expr)
                .results()
                .flatMap(groups -> names(groups.group(1)))
                .collect(Collectors.toSet());
        return grouped.isEmpty() ? tags : grouped;
    }

    private static Stream<String> used(Pattern pattern, String text, Set<String> known) {
        return pattern.matcher(text)
                .results()
                .flatMap(match -> names(match.group(1)))
                .filter(tag -> !known.contains(tag))
                .map(tag -> "tag " + tag);
    }

    private static Stream<String> names(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).filter(name -> !name.isEmpty());
    }

    private static boolean isKnown(String served) {
        return OTHERS.containsKey(served) || ours(served).findAny().isPresent();
    }

    private static Stream<String> tagsOf(String served) {
        Stream<String> own = OTHERS.containsKey(served)
                ? OTHERS.get(served).stream()
                : ours(served).flatMap(metric -> metric.labels().stream());
        return Stream.concat(own, ADDED.stream());
    }

    private static Stream<Metric> ours(String served) {
        return Arrays.stream(Metric.values()).filter(metric -> names(metric).contains(served));
    }

    private static Set<String> names(Metric metric) {
        String base = metric.served();
        return metric.type() == Metric.Type.TIMER
                ? Set.of(base + "_count", base + "_sum", base + "_max", base + "_bucket")
                : Set.of(base);
    }
}
