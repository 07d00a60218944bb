package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.server.PowerState;
import java.util.UUID;

/** The facts that are against a verb, in the words of every driver. */
public final class Refusals {
    private Refusals() {}

    public static Refused noGuest(UUID server) {
        return Failure.GUEST_NOT_FOUND.refused(server);
    }

    public static Refused nothingKept(UUID server, UUID operation) {
        return Failure.KEPT_NOT_FOUND.refused(server, operation);
    }

    public static Refused anotherGuest(UUID server, String host) {
        return Failure.SPAWN_REFUSED.refused("Another guest of instance " + server + " is on " + host + ".");
    }

    public static Refused keepsAnother(UUID server, String host, UUID operation) {
        return Failure.POWER_REFUSED.refused(
                "Operation " + operation + " keeps another guest of instance " + server + " on " + host + " already.");
    }

    public static Refused notAllowed(UUID server, String host, PowerState state, Power power) {
        return Failure.POWER_REFUSED.refused("The guest of instance " + server + " on " + host + " is " + state
                + ", which does not allow a " + power.token() + ".");
    }

    public static Refused cardWhile(UUID server, PowerState state) {
        return Failure.CARD_REFUSED.refused(
                "The guest of instance " + server + " is " + state + ", which does not allow a change of its cards.");
    }

    public static Refused keepsCard(UUID server, UUID port) {
        return Failure.CARD_REFUSED.refused(
                "The guest of instance " + server + " does not let go of the card of port " + port + ".");
    }

    public static Refused doesNotFit(UUID server, int hasGb, int wantedGb) {
        return Failure.SPAWN_REFUSED.refused("The root disk of instance " + server + " has " + hasGb
                + " GiB and does not fit into " + wantedGb + " GiB.");
    }

    public static Refused shown(String format) {
        return Failure.UPLOAD_REFUSED.refused("A disk is not shown as " + format + ".");
    }

    public static Refused format(String format) {
        return Failure.SPAWN_REFUSED.refused("Disk format " + format + " is not acceptable");
    }
}
