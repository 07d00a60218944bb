package io.cellplane.compute.hypervisor.simulated;

import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.util.UUID;

/** The network cards of guests. */
record SimulatedCards(GuestFiles guests, Effects effects, Behaviours behaviours) {
    void plug(UUID server, GuestPort card) throws InterruptedException {
        behaviours.as(Verb.PLUG, "plug a card of the guest " + server, () -> {
            GuestFile guest = changeable(server);
            if (!guest.has(card.id())) {
                guests.write(guest.plugged(card));
                effects.add("plug", server);
            }
            return server;
        });
    }

    void unplug(UUID server, UUID port) throws InterruptedException {
        behaviours.as(Verb.UNPLUG, "unplug a card of the guest " + server, () -> {
            GuestFile guest = changeable(server);
            if (guest.has(port)) {
                guests.write(guest.unplugged(port));
                effects.add("unplug", server);
            }
            return server;
        });
    }

    private GuestFile changeable(UUID server) {
        GuestFile guest = guests.there(server);
        if (guest.power() == PowerState.SUSPENDED) {
            throw Refusals.cardWhile(server, guest.power());
        }
        return guest;
    }
}
