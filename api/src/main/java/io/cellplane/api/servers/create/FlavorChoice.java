package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.FlavorProjectRows;
import io.cellplane.db.control.FlavorRow;
import io.cellplane.db.control.FlavorRows;
import io.cellplane.db.control.FlavorSpecRows;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The flavor that a request names, as it is now. */
@Singleton
public final class FlavorChoice {
    /** Amounts beside the flavor's own, traits of such groups, and how groups lie to each other. */
    private static final Pattern OF_GROUPS =
            Pattern.compile("resources[A-Za-z0-9_-]*:.*|trait[A-Za-z0-9_-]+:.*|group_policy");

    private final FlavorRows flavors;
    private final FlavorSpecRows specs;
    private final FlavorProjectRows access;

    public FlavorChoice(ApiDatabase api) {
        this.flavors = api.database().rows(FlavorRows.class);
        this.specs = api.database().rows(FlavorSpecRows.class);
        this.access = api.database().rows(FlavorProjectRows.class);
    }

    /**
     * @throws Refused 400 when the project cannot use such a flavor, or it asks for what no host is chosen by: it would be
     *     missing
     */
    public FlavorSpec of(Call call, JsonNode flavorRef) {
        String id = last(flavorRef.asText());
        FlavorRow row = flavors.find(id)
                .filter(found -> mayUse(call, found))
                .orElseThrow(() -> Values.bad("Flavor " + id + " could not be found."));
        Map<String, String> extra = new TreeMap<>();
        specs.of(row.id()).forEach(spec -> extra.put(spec.name(), spec.value()));
        String groups =
                extra.keySet().stream().filter(OF_GROUPS.asMatchPredicate()).collect(Collectors.joining(", "));
        if (!groups.isEmpty()) {
            throw Failure.FLAVOR_GROUPS.refused(row.flavorid(), groups);
        }
        return new FlavorSpec(
                row.flavorid(),
                row.name(),
                row.vcpus(),
                row.memoryMb(),
                row.rootGb(),
                row.ephemeralGb(),
                row.swap(),
                row.rxtxFactor(),
                row.description(),
                extra);
    }

    private boolean mayUse(Call call, FlavorRow row) {
        return !row.disabled()
                && (row.isPublic()
                        || call.isAdmin()
                        || access.of(row.id()).stream()
                                .anyMatch(one -> one.projectId().equals(call.project())));
    }

    /** An id may come as an address that ends with it. */
    public static String last(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }
}
