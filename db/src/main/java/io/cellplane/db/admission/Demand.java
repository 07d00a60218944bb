package io.cellplane.db.admission;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.api.Quota;
import io.cellplane.db.api.QuotaUsageRow;
import java.util.function.Function;

/**
 * What an operation takes of its project's quota beyond what the server has.
 *
 * @param ram in MiB
 * @param exceeded words the refusal, given what is used
 */
public record Demand(int cores, int ram, Quota.Limits limits, Function<QuotaUsageRow, Refused> exceeded) {}
