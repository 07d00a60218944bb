package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestDiagnostics;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What runs guests. Every call blocks until the effect stands; every verb may be repeated at any time, and an interrupt
 * ends it as soon as the driver can, with any part of the effect left for a repeat or a removal to find. A verb throws
 * {@link Refused} when a fact is against it, {@link HypervisorFailure} when it cannot, and {@link HypervisorAway} when it does
 * not know; part of the effect may be there then. No call blocks for ever, whatever hangs. What is made and not powered on is
 * told to be off until it is told to start, in whatever way it waits. A guest and each kept one have disks of their own: nothing that is done to one reaches those of another.
 */
public interface Hypervisor extends AutoCloseable {

    /**
     * Makes the guest; one that is there already is left as it is, and from now on this step's.
     *
     * @return the guest's power state
     * @throws Refused when it is to have given data and a guest with others is there
     */
    PowerState spawn(NewGuest guest) throws InterruptedException;

    /**
     * Makes the guest from what a host of the same cell keeps, its root disk grown. Data that it is to have are what that host
     * has shown; else they are read from the storage that both share.
     *
     * @throws Refused when that host keeps nothing, the disk does not fit, or another guest of the server is there
     */
    PowerState receive(NewGuest guest, UUID keptBy, String fromHost) throws InterruptedException;

    /** Stops the guest and removes it with its disks, and what a making left half-done; what is kept stays. */
    void remove(UUID server) throws InterruptedException;

    /** The same, and all that is kept of the server. */
    void destroy(UUID server) throws InterruptedException;

    /**
     * Changes the guest's power, to what {@link Power#after} says.
     *
     * @return what the guest is then
     * @throws Refused when there is no such guest, or its state does not allow it
     */
    PowerState change(UUID server, Power power) throws InterruptedException;

    /**
     * Gives the guest a card, at once if it runs, and whenever it comes on again. One of the same port is left as it is.
     *
     * @throws Refused when there is no such guest, the host cannot plug the card, or the guest's memory lies on the disk
     */
    void plug(UUID server, GuestPort card) throws InterruptedException;

    /**
     * Takes the port's card from the guest; one that it does not have is fine.
     *
     * @throws Refused when there is no such guest, it runs and does not let go of the card, or its memory lies on the disk
     */
    void unplug(UUID server, UUID port) throws InterruptedException;

    /**
     * Stops the guest and keeps it for the step's operation.
     *
     * @throws Refused when there is no such guest and nothing kept
     */
    KeptGuest leave(UUID server, Step by) throws InterruptedException;

    /** Undoes that step: what it keeps is a guest again, running if it ran. Nothing kept by it is fine. */
    void unleave(UUID server, Step by) throws InterruptedException;

    /**
     * Makes what that operation keeps the guest again.
     *
     * @throws Refused when nothing is kept, or another guest of the server is there
     */
    PowerState restore(UUID server, UUID keptBy, Step by, boolean powerOn) throws InterruptedException;

    /** Undoes that step: the guest that it brought back is stopped and kept as before. Any other is left as it is. */
    void unrestore(UUID server, Step by) throws InterruptedException;

    /** Removes what that operation keeps, if anything. */
    void discard(UUID server, UUID keptBy) throws InterruptedException;

    /**
     * Shows what of that which the operation keeps goes into another cell: the root disk, and what the guest's UEFI keeps.
     *
     * @param format what the root disk's data are to be, {@code raw} or another that the driver can make
     * @throws Refused when nothing is kept, or it cannot be shown so
     */
    void upload(UUID server, UUID keptBy, String format, Upload upload) throws InterruptedException;

    /** Carries what is shown somewhere else. */
    @FunctionalInterface
    interface Upload {

        /**
         * @param disks by {@link DiskOffer}'s names
         * @return false when everything was where it should be already
         */
        boolean run(Map<String, Path> disks) throws InterruptedException;
    }

    /**
     * Makes the disks of what that operation keeps files that need no others, raw, for hosts that do not share the storage. They
     * stay, unchanged, until they are hidden, or are not kept any more.
     *
     * @return by {@link DiskOffer}'s names
     * @throws Refused when nothing is kept
     */
    Map<String, Path> show(UUID server, UUID keptBy) throws InterruptedException;

    /** Removes what showing has made, if anything; what is kept stays. */
    void hide(UUID server, UUID keptBy) throws InterruptedException;

    /** The id of the storage that the guests' disks lie in: hosts that share it, and they alone, say the same. */
    UUID storage();

    /** Every guest there is, whoever made it. */
    Map<UUID, PowerState> guests();

    /** One guest; empty when there is none. */
    Optional<PowerState> guest(UUID server);

    /** The step that made the guest; empty when there is none, or nobody knows. */
    Optional<Step> maker(UUID server);

    /**
     * The end of what the guest has written on its serial console.
     *
     * @return {@link ConsoleAnswer#MOST} bytes at most; empty when there is no such guest, or it has no console
     */
    Optional<byte[]> console(UUID server);

    /** What a guest that runs has used so far; empty when there is no such guest, or the driver counts nothing. */
    Optional<GuestDiagnostics> diagnostics(UUID server);

    /** All that is kept here. */
    List<KeptGuest> kept();

    /** What the host has, at this moment. */
    HypervisorFacts facts();

    /** Has it told, from now on, whenever guests may have changed, by whomever: what is told must not block. */
    default void watch(Runnable changed) {}

    /** Lets go of what the driver holds; guests go on. */
    @Override
    default void close() {}
}
