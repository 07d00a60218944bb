package io.cellplane.activities.control.placement;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The traits that a server needs, and those of hosts: looked at for hosts alone that suit otherwise, and for servers alone that
 * need any.
 *
 * @param traits of a host; empty where its cell does not say
 * @param otherwise whether a host suits whose cell does not say
 */
public record TraitView(TraitNeeds needs, Function<HostView, Optional<Set<String>>> traits, boolean otherwise) {
    static final TraitView NONE = new TraitView(new TraitNeeds(Set.of(), Set.of()), _ -> Optional.empty(), false);

    boolean suits(HostView host) {
        return needs.areNone() || traits.apply(host).map(needs::areMetBy).orElse(otherwise);
    }

    /** As if hosts had what is needed of which nobody says what they have. */
    TraitView hopeful() {
        return new TraitView(needs, traits, true);
    }
}
