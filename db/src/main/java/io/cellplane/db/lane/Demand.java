package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.Quota;
import io.cellplane.db.control.QuotaUsageRow;
import java.util.function.Function;

/**
 * What an operation takes of its project's quota beyond what the server has.
 *
 * @param ram in MiB
 * @param exceeded words the refusal, given what is used
 */
public record Demand(int cores, int ram, Quota.Limits limits, Function<QuotaUsageRow, Refused> exceeded) {}
