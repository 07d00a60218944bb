package io.cellplane.contracts.host;

import io.cellplane.contracts.failure.Failure;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a host can be told to do to one guest; its {@link Order} has what it needs to know. */
public enum Verb {
    /** Make the guest from its image. */
    SPAWN(Order.Spawn.class, Failure.SPAWN_REFUSED, Undo.REMOVES_ITS_OWN),
    /** Stop the guest and remove it and all that is kept of the server, disks included; what is not there is fine. */
    DESTROY(Order.Destroy.class, null, Undo.CHANGES_NOTHING),
    /** Stop the guest and remove it with its disks; what is kept of the server stays. */
    REMOVE(Order.Remove.class, null, Undo.CHANGES_NOTHING),
    /** Change the guest's power. */
    POWER(Order.Change.class, Failure.POWER_REFUSED, Undo.CHANGES_NOTHING),
    /** Stop the guest and keep it, named by the operation: it is no guest any more and no power verb reaches it. */
    LEAVE(Order.Leave.class, Failure.POWER_REFUSED, Undo.BRINGS_BACK),
    /** Make the guest from what a host of the same cell keeps, which stays there. */
    RECEIVE(Order.Receive.class, Failure.SPAWN_REFUSED, Undo.REMOVES_ITS_OWN),
    /** Send the root disk of a kept guest to the image store. */
    UPLOAD(Order.Upload.class, Failure.UPLOAD_REFUSED, Undo.CHANGES_NOTHING),
    /** Let one other host copy the disks of a kept guest, with a key that is good for that alone. */
    OFFER(Order.Offer.class, Failure.UPLOAD_REFUSED, Undo.WITHDRAWS),
    /** Remove a kept guest with its disks; one that is not there is fine. */
    DISCARD(Order.Discard.class, null, Undo.CHANGES_NOTHING),
    /** Make a kept guest the guest again, as it was. */
    RESTORE(Order.Restore.class, null, Undo.KEEPS_AGAIN),
    /** Give the guest a network card, at once if it runs; one that it has is fine. */
    PLUG(Order.Plug.class, Failure.CARD_REFUSED, Undo.CHANGES_NOTHING),
    /** Take a network card from the guest; one that it does not have is fine. */
    UNPLUG(Order.Unplug.class, Failure.CARD_REFUSED, Undo.CHANGES_NOTHING);

    /** What undoing a verb does. Whatever it is, what was undone is stopped, and never done any more. */
    public enum Undo {
        /** The guest is removed, if that step made it. */
        REMOVES_ITS_OWN,
        /** What that step keeps is a guest again, running if it ran. */
        BRINGS_BACK,
        /** The guest, if that step brought it back, is kept as before. */
        KEEPS_AGAIN,
        /** Nobody copies any more what that step's operation keeps. */
        WITHDRAWS,
        CHANGES_NOTHING
    }

    private final Class<? extends Order> order;
    private final @Nullable Failure refused;
    private final Undo undo;

    Verb(Class<? extends Order> order, @Nullable Failure refused, Undo undo) {
        this.order = order;
        this.refused = refused;
        this.undo = undo;
    }

    static Verb of(Order order) {
        return Stream.of(values())
                .filter(verb -> verb.order == order.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no verb takes a " + order.getClass()));
    }

    /** The verb as it stands in a subject and in an order: {@code host.<host>.do.<token>}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The type of its orders. */
    public Class<? extends Order> order() {
        return order;
    }

    /** How a failure of the hypervisor is called, or null for what has no alternative and is tried again. */
    public @Nullable Failure refused() {
        return refused;
    }

    public Undo undo() {
        return undo;
    }

    /** Whether it takes away and makes nothing. */
    public boolean onlyCleans() {
        return this == DESTROY || this == REMOVE || this == DISCARD;
    }
}
