package io.cellplane.api.quota;

import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.control.ServerGroupRows;
import io.cellplane.db.control.StoredLimits;
import io.cellplane.openstack.identity.Identity;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** The limits of projects and of users in them. A user that is empty stands for the project as a whole. */
@Singleton
final class QuotaSets {
    private final ApiDatabase api;
    private final LimitSource limits;
    private final StoredLimits stored;
    private final Identity identity;

    QuotaSets(ApiDatabase api, LimitSource limits, StoredLimits stored, Identity identity) {
        this.api = api;
        this.limits = limits;
        this.stored = stored;
        this.identity = identity;
    }

    /** @throws Refused 400 when there is no such project */
    void checkProject(Call call, String project) {
        if (!project.equals(call.project()) && identity.project(project).isEmpty()) {
            throw Values.bad("Project ID " + project + " is not a valid project.");
        }
    }

    Map<QuotaResource, Integer> limits(String project, String user) {
        QuotaLimits found = limits.of(project, user);
        Map<QuotaResource, Integer> set = new EnumMap<>(found.project());
        set.putAll(found.own());
        return set;
    }

    Map<QuotaResource, Integer> defaults() {
        return limits.ofClass(StoredLimits.DEFAULT_CLASS);
    }

    /** What is used, where that is counted; what users have of their own is not, as in Nova. */
    Map<QuotaResource, Long> used(String project, String user) {
        return user.isEmpty() || !limits.knowsUsers()
                ? used(api.quota().usageOf(project), project, "")
                : used(api.quota().usageOf(project, user), project, user);
    }

    private Map<QuotaResource, Long> used(QuotaUsageRow row, String project, String user) {
        ServerGroupRows groups = api.serverGroups();
        return Map.of(
                QuotaResource.INSTANCES,
                (long) row.instances(),
                QuotaResource.CORES,
                (long) row.cores(),
                QuotaResource.RAM,
                row.ram(),
                QuotaResource.SERVER_GROUPS,
                (long) (user.isEmpty() ? groups.count(project) : groups.count(project, user)));
    }

    /**
     * Sets all of them, or none. Nobody takes of the project's quota meanwhile, so what is used is what the limits are
     * compared with.
     *
     * @param force also below what is used, and beyond what the project has left for its users
     * @throws Refused 400 without force; 403 where limits are not kept here
     */
    void set(String project, String user, Map<QuotaResource, Integer> wanted, boolean force) {
        checkKeptHere();
        api.database().run(() -> {
            QuotaUsageRow whole = api.quota().hold(project);
            if (!force) {
                Map<QuotaResource, Long> used =
                        used(user.isEmpty() ? whole : api.quota().usageOf(project, user), project, user);
                QuotaLimits before = stored.of(project, user);
                Map<QuotaResource, Long> givenOut = stored.givenOut(project);
                wanted.forEach((resource, limit) -> {
                    long inUse = used.getOrDefault(resource, 0L);
                    long users = givenOut.getOrDefault(resource, 0L);
                    if (user.isEmpty()) {
                        checkLeast(resource, limit, Math.max(inUse, users));
                    } else {
                        checkLeast(resource, limit, inUse);
                        long others = users - Math.max(0, before.own().getOrDefault(resource, 0));
                        checkMost(resource, limit, before.project().getOrDefault(resource, -1), others);
                    }
                });
            }
            stored.set(project, user, wanted);
        });
    }

    private static void checkLeast(QuotaResource resource, int limit, long least) {
        if (limit >= 0 && limit < least) {
            throw Values.bad("Quota limit %d for %s must be greater than or equal to already used and reserved %d."
                    .formatted(limit, resource.id(), least));
        }
    }

    /** What a project has is for all of its users together. */
    private static void checkMost(QuotaResource resource, int limit, int ofProject, long others) {
        long most = Math.max(0, ofProject - others);
        if (ofProject >= 0 && (limit < 0 || limit > most)) {
            throw Values.bad(
                    "Quota limit %d for %s must be less than or equal to %d.".formatted(limit, resource.id(), most));
        }
    }

    /** @throws Refused 403 where limits are not kept here */
    void remove(String project, String user) {
        checkKeptHere();
        stored.remove(project, user);
    }

    Map<QuotaResource, Integer> ofClass(String name) {
        return limits.ofClass(name);
    }

    /** @throws Refused 403 where limits are not kept here */
    void setClass(String name, Map<QuotaResource, Integer> wanted) {
        checkKeptHere();
        api.database().run(() -> stored.setClass(name, wanted));
    }

    private void checkKeptHere() {
        if (limits != stored) {
            throw Failure.API_FORBIDDEN.refused("Limits are kept by the identity service, and are set there.");
        }
    }
}
