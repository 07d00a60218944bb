package io.cellplane.api;

/** Of servers, {@code cellplane.servers.*}. */
public record ServerSettings(Lists lists, Hints hints) {

    /**
     * Of lists of servers, {@code cellplane.servers.lists.*}.
     *
     * @param skipAwayCells whether a list that lacks the servers of cells that do not answer is shown and marked, as Nova
     *     shows it unmarked; else it is 503
     */
    public record Lists(boolean skipAwayCells) {}

    /**
     * Of scheduler hints, {@code cellplane.servers.hints.*}.
     *
     * @param query whether users may say by an expression what their hosts have; else it is without effect, as in Nova
     */
    public record Hints(boolean query) {}
}
