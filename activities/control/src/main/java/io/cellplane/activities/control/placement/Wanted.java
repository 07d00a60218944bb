package io.cellplane.activities.control.placement;

import io.cellplane.contracts.operation.MoveArguments;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.AllocationRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server wants of a host.
 *
 * @param host only this one; {@code forced}: whatever the filters say, if only it has room
 * @param cell only hosts of this cell
 * @param preferred hosts of this cell before others, or after them, as their weight says
 * @param home the provider on which it is now; there only what it takes more is wanted
 * @param hints where the servers are that its user has named
 * @param traits what its host must have and must not have
 * @param group null: it is in none
 */
public record Wanted(
        Map<String, Integer> resources,
        @Nullable String zone,
        @Nullable String host,
        boolean forced,
        @Nullable String cell,
        @Nullable String preferred,
        @Nullable UUID home,
        Map<String, Integer> atHome,
        List<String> tried,
        HintView hints,
        TraitView traits,
        @Nullable GroupView group) {

    /** @param at the cell that has its record */
    public static Wanted of(
            RequestedServer server, @Nullable String at, List<String> tried, HintView hints, TraitView traits) {
        return new Wanted(
                AllocationRow.resources(server.flavor()),
                server.availabilityZone(),
                server.requestedHost(),
                server.forcedHost(),
                null,
                at,
                null,
                Map.of(),
                tried,
                hints,
                traits,
                null);
    }

    /** A move from a host that has claimed {@code before}. */
    public static Wanted move(
            RequestedServer server,
            MoveArguments move,
            FlavorSpec before,
            String cell,
            UUID home,
            List<String> tried,
            HintView hints,
            TraitView traits) {
        Map<String, Integer> wanted = AllocationRow.resources(move.flavor());
        Map<String, Integer> more = new HashMap<>();
        Map<String, Integer> had = AllocationRow.resources(before);
        wanted.forEach((name, amount) -> more.put(name, Math.max(0, amount - had.getOrDefault(name, 0))));
        return new Wanted(
                wanted,
                server.availabilityZone(),
                move.host(),
                false,
                move.acrossCells() ? null : cell,
                move.acrossCells() ? cell : null,
                home,
                more,
                tried,
                hints,
                traits,
                null);
    }

    /** The same beside its group as it is now. */
    Wanted in(@Nullable GroupView now) {
        return with(traits, now);
    }

    /** The same where hosts of which nobody says what they have count as suited. */
    Wanted hopeful() {
        return with(traits.hopeful(), group);
    }

    private Wanted with(TraitView seen, @Nullable GroupView now) {
        return new Wanted(resources, zone, host, forced, cell, preferred, home, atHome, tried, hints, seen, now);
    }

    /** Whether its group's rule lets it be there. Nobody asks the group about a host that an administrator has named. */
    boolean mayBeAt(UUID provider) {
        return forced || group == null || group.allows(provider);
    }

    /** What is to be free on that host. */
    Map<String, Integer> on(UUID provider) {
        return provider.equals(home) ? atHome : resources;
    }
}
