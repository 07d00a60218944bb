package io.cellplane.activities.control.placement;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The traits that a server's host must have, and those that it must not have. A flavor says both, {@code trait:NAME=required}
 * or {@code forbidden}; an image only the first. Other values say nothing.
 */
record TraitNeeds(Set<String> required, Set<String> forbidden) {
    private static final String TRAIT = "trait:";
    private static final String REQUIRED = "required";

    /** @param flavor that it has or is to have */
    static TraitNeeds of(FlavorSpec flavor, RequestedServer server) {
        Set<String> required = named(flavor.extraSpecs(), REQUIRED);
        required.addAll(named(server.imageProperties(), REQUIRED));
        return new TraitNeeds(required, named(flavor.extraSpecs(), "forbidden"));
    }

    private static Set<String> named(Map<String, String> specs, String value) {
        Set<String> names = new HashSet<>();
        specs.forEach((key, said) -> {
            if (key.startsWith(TRAIT) && said.equals(value)) {
                names.add(key.substring(TRAIT.length()));
            }
        });
        return names;
    }

    boolean areNone() {
        return required.isEmpty() && forbidden.isEmpty();
    }

    boolean areMetBy(Set<String> traits) {
        return traits.containsAll(required) && forbidden.stream().noneMatch(traits::contains);
    }
}
