package io.cellplane.api.servers;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.MoveSettings;
import io.cellplane.api.QuotaSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.operation.EndArguments;
import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Json;
import io.cellplane.db.admission.Demand;
import io.cellplane.db.api.ApiDatabase;
import io.cellplane.db.api.OperationRow;
import io.cellplane.db.lists.Listed;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Resizes and cold migrations, and their ends. */
@Singleton
final class Moves {
    private final ApiDatabase api;
    private final Actions actions;
    private final ServerAccess access;
    private final FlavorChoice flavors;
    private final ImageChoice images;
    private final MoveHosts hosts;
    private final AttributeWrites attributes;
    private final QuotaSettings quota;
    private final MoveSettings settings;
    private final WaysBack ways;

    Moves(
            ApiDatabase api,
            Actions actions,
            ServerAccess access,
            FlavorChoice flavors,
            ImageChoice images,
            MoveHosts hosts,
            AttributeWrites attributes,
            QuotaSettings quota,
            MoveSettings settings,
            WaysBack ways) {
        this.api = api;
        this.actions = actions;
        this.access = access;
        this.flavors = flavors;
        this.images = images;
        this.hosts = hosts;
        this.attributes = attributes;
        this.quota = quota;
        this.settings = settings;
        this.ways = ways;
    }

    /** @throws Refused 400 for a flavor that will not do, 403 beyond the quota, 409 */
    void resize(Call call, String id) {
        JsonNode asked = call.actionBody();
        actions.act(call, id, Kind.RESIZE, server -> {
            hosts.checkUp(server);
            checkVolumes(server);
            FlavorSpec has = access.shown(server).flavor();
            FlavorSpec wanted = flavors.of(call, asked.path("flavorRef"));
            checkFlavor(call, server, has, wanted);
            if (asked.has("OS-DCF:diskConfig")) {
                attributes.diskConfig(
                        call, id, asked.path("OS-DCF:diskConfig").asText().equals("AUTO"));
            }
            boolean sameHost = settings.isAllowResizeToSameHost();
            return wish(new MoveArguments(wanted, null, mayCrossCells(call, server), sameHost), demand(has, wanted));
        });
    }

    /** @throws Refused 400 for a host that will not do, 403 for one who may not name hosts, 409 */
    void migrate(Call call, String id) {
        String host = call.since(56) ? Words.text(call.actionBody().path("host")) : null;
        if (host != null) {
            call.authorize(Rule.MIGRATE_SERVER_MIGRATE_HOST);
        }
        actions.act(call, id, Kind.MIGRATE, server -> {
            hosts.checkUp(server);
            checkVolumes(server);
            boolean acrossCells = mayCrossCells(call, server);
            if (host != null) {
                hosts.checkTarget(server, host, acrossCells);
            }
            FlavorSpec has = access.shown(server).flavor();
            return wish(new MoveArguments(has, host, acrossCells, false), null);
        });
    }

    /**
     * Confirms or reverts. A confirm needs nothing where the server came from: what it leaves there is cleaned when that is
     * back. A revert goes there, so that cell must answer and its host be up.
     *
     * @throws Refused 400 when there is no way back, 409
     */
    void end(Call call, String id, Kind kind) {
        actions.act(call, id, kind, server -> {
            OperationRow move =
                    api.operations().toVerify(server.row().uuid()).orElseThrow(Failure.SERVER_NOT_RESIZED::refused);
            if (kind == Kind.REVERT) {
                ways.checkSource(move, server.row().uuid());
            }
            return new Actions.Wish(Json.write(new EndArguments(move.id())), move.id(), null);
        });
    }

    /** Volumes do not follow a server yet. None can have any so far: only a root disk that is a volume has no image. */
    private static void checkVolumes(Listed server) {
        String image = server.row().imageRef();
        if (image == null || image.isEmpty()) {
            throw Failure.API_NOT_BUILT.refused("Moving a server with volumes");
        }
    }

    private void checkFlavor(Call call, Listed server, FlavorSpec has, FlavorSpec wanted) {
        if (wanted.rootGb() == 0 && has.rootGb() != 0) {
            throw Failure.SERVER_DISK.refused("Resize to zero disk flavor is not allowed.");
        }
        if (wanted.flavorid().equals(has.flavorid())) {
            throw Failure.SERVER_SAME_FLAVOR.refused();
        }
        String image = server.row().imageRef();
        if (image != null && !image.isEmpty()) {
            images.checkStill(call, image, wanted);
        }
    }

    /** Whether hosts of other cells may be chosen; judged for the project and user whose server it is. */
    private static boolean mayCrossCells(Call call, Listed server) {
        return call.may(
                Rule.SERVERS_RESIZE_CROSS_CELL,
                Map.of(
                        "project_id",
                        server.row().projectId(),
                        "user_id",
                        server.row().userId()));
    }

    private @Nullable Demand demand(FlavorSpec has, FlavorSpec wanted) {
        int cores = Math.max(0, wanted.vcpus() - has.vcpus());
        int ram = Math.max(0, wanted.memoryMb() - has.memoryMb());
        return cores == 0 && ram == 0
                ? null
                : new Demand(
                        cores, ram, quota.limits(), used -> QuotaWords.exceeded(0, cores, ram, used, quota.limits()));
    }

    private static Actions.Wish wish(MoveArguments arguments, @Nullable Demand demand) {
        return new Actions.Wish(Json.write(arguments), null, demand);
    }
}
