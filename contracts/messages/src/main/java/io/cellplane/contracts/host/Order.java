package io.cellplane.contracts.host;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a verb needs to know besides whose guest it is; {@code keptBy} names the operation that keeps a guest. */
public sealed interface Order {

    /** The verb that it belongs to. */
    Verb verb();

    /**
     * @param root where its root disk comes from; null: the host makes it from the guest's image
     * @param powerOn whether it is to run
     */
    record Spawn(GuestSpec guest, @Nullable RootImage root, boolean powerOn) implements Order {
        @Override
        public Verb verb() {
            return Verb.SPAWN;
        }
    }

    /** See {@link Verb#DESTROY}. */
    record Destroy() implements Order {
        @Override
        public Verb verb() {
            return Verb.DESTROY;
        }
    }

    /** See {@link Verb#REMOVE}. */
    record Remove() implements Order {
        @Override
        public Verb verb() {
            return Verb.REMOVE;
        }
    }

    /** A guest that runs is started already. */
    record Start() implements Order {
        @Override
        public Verb verb() {
            return Verb.START;
        }
    }

    /** A guest that does not run is stopped already. */
    record Stop() implements Order {
        @Override
        public Verb verb() {
            return Verb.STOP;
        }
    }

    /** @param hard whether the guest is not asked */
    record Reboot(boolean hard) implements Order {
        @Override
        public Verb verb() {
            return Verb.REBOOT;
        }
    }

    /** The command's operation keeps it. */
    record Leave() implements Order {
        @Override
        public Verb verb() {
            return Verb.LEAVE;
        }
    }

    /**
     * @param fromHost the host of the same cell that keeps it, maybe this one
     * @param powerOn whether it is to run
     */
    record Receive(GuestSpec guest, UUID keptBy, String fromHost, boolean powerOn) implements Order {
        @Override
        public Verb verb() {
            return Verb.RECEIVE;
        }
    }

    /**
     * @param write for sending the data
     * @param read for finding out whether an earlier try has sent them
     */
    record Upload(UUID keptBy, UUID image, Grant write, Grant read) implements Order {
        @Override
        public Verb verb() {
            return Verb.UPLOAD;
        }
    }

    /** See {@link Verb#DISCARD}. */
    record Discard(UUID keptBy) implements Order {
        @Override
        public Verb verb() {
            return Verb.DISCARD;
        }
    }

    /** @param powerOn whether it is to run */
    record Restore(UUID keptBy, boolean powerOn) implements Order {
        @Override
        public Verb verb() {
            return Verb.RESTORE;
        }
    }
}
