package io.cellplane.db.lists;

import java.util.List;
import java.util.Set;

/**
 * One page of a list.
 *
 * @param away the cells that did not answer: their servers are missing from it
 */
public record Page(List<Listed> servers, Set<String> away) {}
