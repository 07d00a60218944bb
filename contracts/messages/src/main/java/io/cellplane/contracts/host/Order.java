package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a verb needs to know besides whose guest it is; {@code keptBy} names the operation that keeps a guest. */
public sealed interface Order {

    /** The verb that it belongs to. */
    default Verb verb() {
        return Verb.of(this);
    }

    /**
     * @param root where its root disk comes from; null: the host makes it from the guest's image
     * @param powerOn whether it is to run at once: only an older relay says so, others tell it to start
     * @param image the guest's image; null from a relay that does not know more of it than its id
     */
    record Spawn(
            GuestSpec guest,
            @Nullable RootImage root,
            boolean powerOn,
            @Nullable BaseImage image) implements Order {
        public Spawn(GuestSpec guest, @Nullable RootImage root, boolean powerOn) {
            this(guest, root, powerOn, null);
        }
    }

    /** See {@link Verb#DESTROY}. */
    record Destroy() implements Order {}

    /** See {@link Verb#REMOVE}. */
    record Remove() implements Order {}

    /** See {@link Verb#POWER}. */
    record Change(Power power) implements Order {}

    /** The command's operation keeps it. */
    record Leave() implements Order {}

    /**
     * @param fromHost the host of the same cell that keeps it, maybe this one
     * @param powerOn as in {@link Spawn}
     * @param offer where its disks are copied from; null: they lie in a storage that both hosts share
     */
    record Receive(
            GuestSpec guest,
            UUID keptBy,
            String fromHost,
            boolean powerOn,
            @Nullable DiskOffer offer) implements Order {
        public Receive(GuestSpec guest, UUID keptBy, String fromHost, boolean powerOn) {
            this(guest, keptBy, fromHost, powerOn, null);
        }
    }

    /**
     * @param write for sending the data
     * @param read for finding out whether an earlier try has sent them
     * @param format as the image declares it; null from a relay that does not say: raw
     * @param withUefi whether what the guest's UEFI keeps goes along, behind the disk: false from a relay that does not know
     *     of it
     */
    record Upload(
            UUID keptBy,
            UUID image,
            Grant write,
            Grant read,
            @Nullable String format,
            boolean withUefi) implements Order {
        public Upload(UUID keptBy, UUID image, Grant write, Grant read) {
            this(keptBy, image, write, read, null, false);
        }
    }

    /**
     * @param key secret, in hexadecimal: whoever has it may copy
     * @param lifeMillis after which nobody may; a duration, so that clocks do not matter
     */
    record Offer(UUID keptBy, String key, long lifeMillis) implements Order {
        @Override
        public String toString() {
            return "Offer[" + keptBy + "]";
        }
    }

    /** See {@link Verb#DISCARD}. */
    record Discard(UUID keptBy) implements Order {}

    /** @param powerOn whether it is to run */
    record Restore(UUID keptBy, boolean powerOn) implements Order {}

    /** @param card of a port that is bound on the host */
    record Plug(GuestPort card) implements Order {}

    /** @param port whose card it is */
    record Unplug(UUID port) implements Order {}
}
