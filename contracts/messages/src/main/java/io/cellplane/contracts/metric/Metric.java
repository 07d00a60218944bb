package io.cellplane.contracts.metric;

import java.util.List;
import java.util.Locale;

/**
 * Every metric of our own; alarms and dashboards rest on these names, so they stay. What Temporal's client, the database
 * pools and the JVM say of themselves is served beside them under their own names.
 */
public enum Metric {
    READY(Type.GAUGE, "1 while the process can do its work"),
    BUILD(Type.GAUGE, "1: what the process was built from", "version commit"),
    SCHEMA_NEEDED(Type.GAUGE, "the migration that a database must have had at the least", "database"),
    OPERATIONS_OPEN(Type.GAUGE, "operations that have not ended", "kind state"),
    OPERATIONS_OVERDUE(Type.GAUGE, "open operations that are past their deadline", "kind state"),
    DEBTS(Type.GAUGE, "cleaning that is still owed", "kind cell"),
    DEBTS_OLDEST_SECONDS(Type.GAUGE, "age of the oldest debt", "kind cell"),
    HOSTS(Type.GAUGE, "hosts by what their cell knows of them", "cell state"),
    BREAKER_OPEN(Type.GAUGE, "1 while that cell's database is taken not to answer", "cell"),
    LOST_CLAIMS(Type.COUNTER, "claims that found their host full, gone or taken by their server group when made"),
    SWEEPS(Type.TIMER, "sweeps for what stands still that came to their end, and how long that took", "sweep"),
    SWEEP_AGE_SECONDS(Type.GAUGE, "time since that sweep last came to its end", "sweep"),
    SWEEP_FAILURES(Type.COUNTER, "sweeps, and single pieces of them, that failed and are tried again", "sweep"),
    UNDO_FAILURES(Type.COUNTER, "undos that could not be done: a person must look"),
    RELAY_COMMANDS(Type.COUNTER, "questions to hosts: taken at once, repeated, unanswered", "cell outcome"),
    REPORTS(Type.COUNTER, "reports of hosts that were taken in", "cell report"),
    HOST_WORDS_REFUSED(
            Type.COUNTER, "what hosts said and nobody takes in: too much, too often, or nonsense", "cell why"),
    JOURNAL_DAMAGED_LINES(Type.COUNTER, "lines of hosts' journals that were damaged at the start, and are kept aside"),
    API_REQUESTS(Type.TIMER, "requests answered, and how long that took", "method route status"),
    METADATA_REQUESTS(Type.TIMER, "requests of guests that were answered, and how long that took", "status");

    /** How it is read. */
    public enum Type {
        GAUGE,
        COUNTER,
        TIMER
    }

    private final Type type;
    private final String meaning;
    private final String labels;

    Metric(Type type, String meaning) {
        this(type, meaning, "");
    }

    /** @param labels with a blank between */
    Metric(Type type, String meaning, String labels) {
        this.type = type;
        this.meaning = meaning;
        this.labels = labels;
    }

    /** The name in code, {@code cellplane.operations.open}. */
    public String id() {
        return "cellplane." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The name that {@code /metrics} serves, {@code cellplane_lost_claims_total}. */
    public String served() {
        String base = "cellplane_" + name().toLowerCase(Locale.ROOT);
        return switch (type) {
            case GAUGE -> base;
            case COUNTER -> base + "_total";
            case TIMER -> base + "_seconds";
        };
    }

    public Type type() {
        return type;
    }

    public String meaning() {
        return meaning;
    }

    /** The processes that serve it. */
    public List<String> servedBy() {
        return switch (this) {
            case READY, BUILD -> List.of("api", "conductor", "cell-worker", "compute-worker", "metadata");
            case SCHEMA_NEEDED -> List.of("api", "conductor", "cell-worker", "metadata");
            case BREAKER_OPEN -> List.of("api", "conductor", "cell-worker");
            case JOURNAL_DAMAGED_LINES -> List.of("compute-worker");
            case API_REQUESTS -> List.of("api");
            case METADATA_REQUESTS -> List.of("metadata");
            case HOST_WORDS_REFUSED -> List.of("cell-worker", "api");
            case OPERATIONS_OPEN,
                    OPERATIONS_OVERDUE,
                    DEBTS,
                    DEBTS_OLDEST_SECONDS,
                    HOSTS,
                    LOST_CLAIMS,
                    SWEEPS,
                    SWEEP_AGE_SECONDS,
                    SWEEP_FAILURES,
                    UNDO_FAILURES -> List.of("conductor");
            case RELAY_COMMANDS, REPORTS -> List.of("cell-worker");
        };
    }

    /** Names of its labels, in order. */
    public List<String> labels() {
        return labels.isEmpty() ? List.of() : List.of(labels.split(" ", -1));
    }
}
