package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a guest's processors are laid out. */
record Topology(int sockets, int cores, int threads) {

    /**
     * As image and flavor want it, with as many sockets as may be.
     *
     * @return empty when they want nothing
     * @throws Refused when that many processors cannot be laid out so
     */
    static Optional<Topology> of(Wanted wanted, int vcpus) {
        Part sockets = Part.of(wanted, "sockets", vcpus);
        Part cores = Part.of(wanted, "cores", vcpus);
        Part threads = Part.of(wanted, "threads", vcpus);
        if (!sockets.said() && !cores.said() && !threads.said()) {
            return Optional.empty();
        }
        for (int each = Math.min(vcpus, sockets.most()); each >= 1; each--) {
            if (vcpus % each != 0 || !sockets.allows(each)) {
                continue;
            }
            int inSocket = vcpus / each;
            for (int core = Math.min(inSocket, cores.most()); core >= 1; core--) {
                if (inSocket % core == 0 && cores.allows(core) && threads.allows(inSocket / core)) {
                    return Optional.of(new Topology(each, core, inSocket / core));
                }
            }
        }
        throw Failure.SPAWN_REFUSED.refused("The wanted CPU topology cannot be had with " + vcpus + " processors.");
    }

    private record Part(@Nullable Integer exactly, int most, boolean said) {
        static Part of(Wanted wanted, String name, int vcpus) {
            Integer exactly = wanted.number("hw_cpu_" + name);
            Integer most = wanted.number("hw_cpu_max_" + name);
            return new Part(exactly, most == null ? vcpus : most, exactly != null || most != null);
        }

        boolean allows(int number) {
            return number <= most && (exactly == null || exactly == number);
        }
    }
}
