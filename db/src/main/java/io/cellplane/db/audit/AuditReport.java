package io.cellplane.db.audit;

import java.util.List;

/**
 * What an audit found.
 *
 * @param notAsked what did not answer, so that nothing is said about it: no fault of the servers there
 * @param hosts how many hosts have answered
 */
public record AuditReport(List<Finding> findings, List<NotAsked> notAsked, int hosts) {}
