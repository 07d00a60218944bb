package io.cellplane.api.group;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Policy;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.GroupMemberRow;
import io.cellplane.db.control.GroupPolicy;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaResource;
import io.cellplane.db.control.QuotaUsageRow;
import io.cellplane.db.control.ServerGroupRow;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Server groups: a project's, whoever of it has made them. */
@Singleton
public final class ServerGroups {
    private final ApiDatabase api;
    private final LimitSource limits;

    ServerGroups(ApiDatabase api, LimitSource limits) {
        this.api = api;
        this.limits = limits;
    }

    /**
     * The group that a path names. One that is not the caller's does not exist for it.
     *
     * @throws Refused 404; 403 when the route's rule does not allow it to the caller
     */
    ServerGroupRow of(Call call, String id) {
        ServerGroupRow group = Values.uuid(id)
                .flatMap(api.serverGroups()::find)
                .filter(row -> call.isAdmin() || row.projectId().equals(call.project()))
                .orElseThrow(() -> Failure.SERVER_GROUP_NOT_FOUND.refused(id));
        call.authorizeRoute(Policy.target(group.projectId(), group.userId()));
        return group;
    }

    /** @param project null: all of them */
    List<ServerGroupRow> list(@Nullable String project, int from, int most) {
        return project == null
                ? api.serverGroups().all(from, most)
                : api.serverGroups().of(project, from, most);
    }

    /** In the order in which they came, of all these groups together. */
    List<GroupMemberRow> members(List<ServerGroupRow> groups) {
        return groups.isEmpty()
                ? List.of()
                : api.groupMembers().of(groups.stream().map(ServerGroupRow::id).toList());
    }

    /** @throws Refused 403 when the project has as many as it may */
    ServerGroupRow add(String project, String user, String name, GroupPolicy policy, @Nullable Integer mostPerHost) {
        UUID uuid = UUID.randomUUID();
        LimitSource known = limits.ahead(project, user);
        return api.database().write(() -> {
            QuotaUsageRow _ = api.quota().hold(project);
            int all = api.serverGroups().count(project);
            int own = api.serverGroups().count(project, user);
            if (!known.of(project, user).allow(QuotaResource.SERVER_GROUPS, all + 1, own + 1)) {
                throw Failure.SERVER_GROUP_LIMIT.refused();
            }
            api.serverGroups()
                    .add(
                            uuid,
                            project,
                            user,
                            name,
                            policy.token(),
                            mostPerHost,
                            api.clock().instant());
            return api.serverGroups().find(uuid).orElseThrow();
        });
    }

    /** Its members live on, and nothing is asked of their hosts any more. */
    void remove(ServerGroupRow group) {
        api.database().run(() -> {
            if (api.serverGroups().lock(group.uuid()).isEmpty()) {
                throw Failure.SERVER_GROUP_NOT_FOUND.refused(group.uuid());
            }
            api.groupMembers().dropAll(group.id());
            api.serverGroups().remove(group.id());
        });
    }

    /**
     * Makes servers members of a group, in the transaction that accepts them, and holds the group until its end.
     *
     * @param known limits of that project and user
     * @throws Refused 400 when the project has no such group; 403 when their user, or where limits know no users
     *     the group, has as many servers in it as may be
     */
    public void join(UUID uuid, String project, String user, List<UUID> servers, boolean forced, LimitSource known) {
        ServerGroupRow group =
                ofProject(api.serverGroups().lock(uuid), project).orElseThrow(() -> unknown(uuid.toString()));
        int most = known.of(project, user).set(QuotaResource.SERVER_GROUP_MEMBERS);
        int members = known.knowsUsers()
                ? api.groupMembers().count(group.id(), user)
                : api.groupMembers().count(group.id());
        if (most >= 0 && members + servers.size() > most) {
            throw Failure.SERVER_GROUP_MEMBER_LIMIT.refused();
        }
        api.groupMembers()
                .saveAll(servers.stream()
                        .map(server -> new GroupMemberRow(server, group.id(), user, forced))
                        .toList());
    }

    /**
     * The group that a hint names.
     *
     * @throws Refused 400 when the project has no such group
     */
    public UUID hinted(String project, String id) {
        return ofProject(Values.uuid(id).flatMap(api.serverGroups()::find), project)
                .orElseThrow(() -> unknown(id))
                .uuid();
    }

    private static Optional<ServerGroupRow> ofProject(Optional<ServerGroupRow> group, String project) {
        return group.filter(row -> row.projectId().equals(project));
    }

    private static Refused unknown(String id) {
        return Values.bad("Instance group " + id + " could not be found.");
    }
}
