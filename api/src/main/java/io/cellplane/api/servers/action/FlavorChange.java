package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.api.servers.create.FlavorChoice;
import io.cellplane.api.servers.create.ImageChoice;
import io.cellplane.api.servers.create.QuotaWords;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.lane.Demand;
import io.cellplane.db.lists.Listed;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The flavor that a resize names, and what it takes beyond the one that the server has. */
@Singleton
final class FlavorChange {
    private final ServerAccess access;
    private final FlavorChoice flavors;
    private final ImageChoice images;
    private final LimitSource limits;

    FlavorChange(ServerAccess access, FlavorChoice flavors, ImageChoice images, LimitSource limits) {
        this.access = access;
        this.flavors = flavors;
        this.images = images;
        this.limits = limits;
    }

    /** @param demand null when it takes nothing more */
    record Wanted(FlavorSpec flavor, @Nullable Demand demand) {}

    /** @throws Refused 400 when there is no such flavor, it is the same, or the server's disk does not fit it */
    Wanted of(Call call, Listed server) {
        FlavorSpec has = access.shown(call, server).flavor();
        FlavorSpec wanted = flavors.of(call, call.actionBody().path("flavorRef"));
        if (wanted.rootGb() == 0 && has.rootGb() != 0) {
            throw Failure.SERVER_DISK.refused("Resize to zero disk flavor is not allowed.");
        }
        if (wanted.flavorid().equals(has.flavorid())) {
            throw Failure.SERVER_SAME_FLAVOR.refused();
        }
        images.checkStill(call, server, wanted);
        return new Wanted(wanted, demand(server, has, wanted));
    }

    private @Nullable Demand demand(Listed server, FlavorSpec has, FlavorSpec wanted) {
        int cores = Math.max(0, wanted.vcpus() - has.vcpus());
        int ram = Math.max(0, wanted.memoryMb() - has.memoryMb());
        if (cores == 0 && ram == 0) {
            return null;
        }
        String user = server.row().userId();
        LimitSource known = limits.ahead(server.row().projectId(), user);
        return new Demand(user, cores, ram, known, levels -> QuotaWords.exceeded(0, cores, ram, levels));
    }
}
