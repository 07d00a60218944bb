package io.cellplane.db.lists;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One page of a list. Named are only cells in which there are servers that the list may lack for it.
 *
 * @param away the cells that did not answer in time
 * @param slow the cells that would have answered, had they been asked for less work
 */
public record Page(List<Listed> servers, Set<String> away, Set<String> slow) {

    /** The cells whose servers it lacks, or some of them. */
    public Set<String> lacking() {
        Set<String> lacking = new TreeSet<>(away);
        lacking.addAll(slow);
        return lacking;
    }
}
