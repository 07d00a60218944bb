package io.cellplane.contracts.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host's answer to a {@link Command}.
 *
 * @param outcome what the step found or made, by the names below; empty until it is done
 * @param failure the {@code type} of a failure in the catalogue, with {@link State#REFUSED}
 * @param message why, with {@link State#REFUSED}; with {@link State#RUNNING} what keeps the host from acting, if anything does
 */
public record Reply(
        State state,
        Map<String, String> outcome,
        @Nullable String failure,
        @Nullable String message) {

    /** The guest's power state, as the compute API numbers it: of all that make a guest or change its power. */
    public static final String POWER_STATE = "power_state";
    /**
     * Of a change and a restore: {@code boot id/number} of the last report that may not know of it, by which one that is heard
     * late is told from news.
     */
    public static final String REPORTED = "reported";
    /** Of a leave: whether the guest ran. */
    public static final String RAN = "ran";
    /** Of a leave: the size of its root disk as the guest sees it, in GiB. */
    public static final String ROOT_GB = "root_gb";
    /** Of a leave: the size of the root disk's data; of an upload: that of all data. In bytes. */
    public static final String SIZE = "size";
    /** Of an upload: the checksum of the data, in hexadecimal. */
    public static final String SHA512 = "sha512";
    /** Of an upload: how many bytes at the end of the data are what the guest's UEFI keeps, if any. */
    public static final String UEFI = "uefi";

    /** Of a leave, where the host offers copies: the id of the storage that its disks lie in. */
    public static final String STORAGE = "storage";
    /** Of an offer: where its host is reached. */
    public static final String ADDRESS = "address";
    /** Of an offer: on which port. */
    public static final String PORT = "port";
    /** Of an offer: {@code name=bytes} of each disk, with commas between. */
    public static final String DISKS = "disks";

    /** Where the step stands in the host's journal. */
    public enum State {
        /** Taken and under way: ask again. */
        RUNNING,
        /** Done, now or before: the outcome is the recorded one. */
        DONE,
        /** A fact refuses it; nothing was left behind that the undo does not find. */
        REFUSED,
        /** Undone, whether or not it had been done; it will never be done. */
        UNDONE
    }

    public static Reply running() {
        return new Reply(State.RUNNING, Map.of(), null, null);
    }

    /** It cannot act now; asked again it tries again. */
    public static Reply trouble(@Nullable String message) {
        return new Reply(State.RUNNING, Map.of(), null, message);
    }

    public static Reply done(Map<String, String> outcome) {
        return new Reply(State.DONE, outcome, null, null);
    }

    public static Reply undone() {
        return new Reply(State.UNDONE, Map.of(), null, null);
    }

    public static Reply refused(String failure, String message) {
        return new Reply(State.REFUSED, Map.of(), failure, message);
    }
}
