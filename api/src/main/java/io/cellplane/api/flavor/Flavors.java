package io.cellplane.api.flavor;

import io.cellplane.api.http.Call;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.FlavorProjectRow;
import io.cellplane.db.control.FlavorProjectRows;
import io.cellplane.db.control.FlavorRow;
import io.cellplane.db.control.FlavorRows;
import io.cellplane.db.control.FlavorSpecRow;
import io.cellplane.db.control.FlavorSpecRows;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Flavors as a caller may see them. */
@Singleton
public final class Flavors {
    private final ApiDatabase api;
    private final FlavorRows flavors;
    private final FlavorSpecRows specs;
    private final FlavorProjectRows projects;

    Flavors(ApiDatabase api) {
        this.api = api;
        this.flavors = api.database().rows(FlavorRows.class);
        this.specs = api.database().rows(FlavorSpecRows.class);
        this.projects = api.database().rows(FlavorProjectRows.class);
    }

    /**
     * The flavor with this id, as users name it.
     *
     * @throws io.cellplane.contracts.failure.Refused 404 when there is none that the caller may see
     */
    public FlavorRow visible(Call call, String flavorid) {
        return flavors.find(flavorid)
                .filter(flavor ->
                        flavor.isPublic() || call.isAdmin() || granted(call).contains(flavor.id()))
                .orElseThrow(() -> Failure.FLAVOR_NOT_FOUND.refused(flavorid));
    }

    /** The ids of flavors that are not public but open to the caller's project. */
    Set<Integer> granted(Call call) {
        String project = call.token().projectId();
        return project == null
                ? Set.of()
                : projects.ofProject(project).stream()
                        .map(FlavorProjectRow::flavorId)
                        .collect(Collectors.toSet());
    }

    List<FlavorRow> all() {
        return flavors.all();
    }

    /** The extra specs by name. */
    public Map<String, String> specs(int flavorId) {
        return asMap(specs.of(flavorId));
    }

    Map<Integer, Map<String, String>> allSpecs() {
        return specs.all().stream()
                .collect(Collectors.groupingBy(
                        FlavorSpecRow::flavorId, Collectors.collectingAndThen(Collectors.toList(), Flavors::asMap)));
    }

    private static Map<String, String> asMap(List<FlavorSpecRow> rows) {
        Map<String, String> map = new TreeMap<>();
        rows.forEach(row -> map.put(row.name(), row.value()));
        return map;
    }

    FlavorRow create(NewFlavor flavor) {
        return api.database().write(() -> {
            int added = flavors.add(
                    flavor.id(),
                    flavor.name(),
                    flavor.ram(),
                    flavor.vcpus(),
                    flavor.disk(),
                    flavor.ephemeral(),
                    flavor.swap(),
                    flavor.rxtxFactor(),
                    flavor.isPublic(),
                    flavor.description(),
                    api.clock().instant());
            if (added == 0) {
                throw flavors.find(flavor.id()).isPresent()
                        ? Failure.FLAVOR_ID_EXISTS.refused(flavor.id())
                        : Failure.FLAVOR_NAME_EXISTS.refused(flavor.name());
            }
            return flavors.find(flavor.id()).orElseThrow();
        });
    }

    /** The row again after the description was changed. */
    FlavorRow describe(FlavorRow flavor, @org.jspecify.annotations.Nullable String description) {
        return api.database().write(() -> {
            flavors.describe(flavor.id(), description, api.clock().instant());
            return flavors.find(flavor.flavorid())
                    .orElseThrow(() -> Failure.FLAVOR_NOT_FOUND.refused(flavor.flavorid()));
        });
    }

    void remove(FlavorRow flavor) {
        api.database().run(() -> {
            flavors.remove(flavor.id());
            specs.removeAll(flavor.id());
            projects.removeAll(flavor.id());
        });
    }

    void putSpecs(FlavorRow flavor, Map<String, String> values) {
        api.database().run(() -> values.forEach((name, value) -> specs.put(flavor.id(), name, value)));
    }

    /** Whether it was there. */
    boolean removeSpec(FlavorRow flavor, String name) {
        return specs.remove(flavor.id(), name) > 0;
    }

    List<FlavorProjectRow> access(FlavorRow flavor) {
        return projects.of(flavor.id());
    }

    /** Whether it was not there yet. */
    boolean grant(FlavorRow flavor, String project) {
        return projects.add(flavor.id(), project) > 0;
    }

    /** Whether it was there. */
    boolean revoke(FlavorRow flavor, String project) {
        return projects.remove(flavor.id(), project) > 0;
    }
}
