package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** How a simulated host behaves, verb by verb. */
final class Behaviours {
    private final Map<Verb, Behaviour> all = new EnumMap<>(Verb.class);

    Behaviours() {
        Stream.of(Verb.values()).forEach(verb -> all.put(verb, new Behaviour()));
    }

    Behaviour of(Verb verb) {
        return Objects.requireNonNull(all.get(verb));
    }

    void release() {
        all.values().forEach(Behaviour::release);
    }

    /** Something that is done to files. */
    interface Effect<T> {
        T run() throws IOException, InterruptedException;
    }

    <T> T as(Verb verb, String what, Effect<T> effect) throws InterruptedException {
        Behaviour behaviour = of(verb);
        behaviour.before();
        T result;
        try {
            result = effect.run();
        } catch (IOException e) {
            throw new HypervisorFailure("cannot " + what, e);
        }
        behaviour.after();
        return result;
    }
}
