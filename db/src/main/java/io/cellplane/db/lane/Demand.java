package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.Quota;
import java.util.List;
import java.util.function.Function;

/**
 * What an operation takes of its project's quota beyond what the server has.
 *
 * @param user whose the server is
 * @param ram in MiB
 * @param exceeded words the refusal, given what is used
 */
public record Demand(
        String user, int cores, int ram, LimitSource limits, Function<List<Quota.Level>, Refused> exceeded) {}
