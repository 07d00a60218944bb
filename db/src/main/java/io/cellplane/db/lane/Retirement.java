package io.cellplane.db.lane;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import io.cellplane.db.control.HostStateRow;
import io.cellplane.db.control.ProviderRow;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What operators do with a host that does not come back. Only of one that is fenced is it certain that nothing runs there;
 * one that holds nothing has nothing to be certain of.
 */
public final class Retirement {
    private final ApiDatabase api;
    private final Debts debts;

    public Retirement(ApiDatabase api) {
        this.api = api;
        this.debts = new Debts(api);
    }

    /**
     * Retires it for good and strikes what it owes; repeating it strikes what has come since.
     *
     * @throws Refused 404, and 409 while it is not fenced and something is claimed there or owed
     */
    public void retire(String host, String by) {
        api.database().run(() -> {
            Optional<UUID> provider = api.providers().ofHost(host).map(ProviderRow::uuid);
            provider.ifPresent(uuid -> api.providers().lock(uuid));
            HostStateRow state = find(host);
            boolean holds = provider.flatMap(api.allocations()::load).isPresent()
                    || !api.debts().ofHost(host).isEmpty();
            if (holds && !state.fenced()) {
                throw Failure.HOST_IN_USE.refused("retire", host);
            }
            api.hostStates().retire(host, by, api.clock().instant());
            strikeAll(host);
        });
    }

    /**
     * What it owes is owed no more, whether or not it was done.
     *
     * @return how many debts that were
     * @throws Refused 404, and 409 while it is not fenced
     */
    public int strike(String host) {
        return api.database().write(() -> {
            if (!find(host).fenced()) {
                throw Failure.HOST_IN_USE.refused("strike the debts of", host);
            }
            return strikeAll(host);
        });
    }

    private HostStateRow find(String host) {
        return api.hostStates().find(host).orElseThrow(() -> Failure.COMPUTE_HOST_NOT_FOUND.refused(host));
    }

    private int strikeAll(String host) {
        List<DebtRow> owed = api.debts().ofHost(host);
        owed.forEach(debt -> debts.settle(debt.id(), debt.placing()));
        return owed.size();
    }
}
