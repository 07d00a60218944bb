package io.cellplane.temporal.step;

import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.temporal.flow.TaskQueues;
import io.temporal.activity.ActivityInterface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands to the hosts of a cell, relayed over its bus. Queue {@link TaskQueues#hosts(String)}. */
@ActivityInterface(namePrefix = "Hosts.")
public interface Hosts {

    /**
     * Makes the guest, off: it runs once it is told to {@link #start}.
     *
     * @return refused {@code host.absent} when nobody took it in time, or who took it fell silent, {@code host.spawn_refused} with the host's words
     */
    StepResult<Powered> spawn(HostStep step);

    /**
     * Undoes that spawn, whether or not it ever came.
     *
     * @return false when the host did not answer in time
     */
    boolean unspawn(HostStep step);

    /**
     * Fences that operation off the host, then removes the guest: what a repair does, whatever was under way.
     *
     * @return false when the host did not answer in time
     */
    boolean clear(HostStep step, UUID operation);

    /**
     * Removes the guest for good.
     *
     * @return false when the host did not answer in time
     */
    boolean destroy(HostStep step);

    /**
     * Removes the guest; what is kept of the server stays.
     *
     * @return false when the host did not answer in time
     */
    boolean remove(HostStep step);

    /**
     * Changes the guest's power.
     *
     * @return what the guest is then; refused {@code host.guest_not_found} when the host has no such guest, {@code host.power_refused}
     *     when its state does not allow it or with the host's words, {@code host.absent} as with a spawn
     */
    StepResult<Powered> change(HostStep step, Power power);

    /**
     * Stops that change, if it is under way, and keeps it from being begun; what it has done stays.
     *
     * @return false when the host did not answer in time
     */
    boolean unchange(HostStep step);

    /**
     * Stops the guest and has its host keep it for the operation; refused as a change of power. Its record shows from here
     * that it leaves.
     *
     * @param events of the operation so far
     */
    StepResult<Left> leave(HostStep step, List<ActionEvent> events);

    /**
     * Undoes that leave, whether or not it ever came: the guest is back, and runs if it ran. What the record shows of the
     * attempt is gone, and never comes again.
     *
     * @return false when the host did not answer in time
     */
    boolean unleave(HostStep step);

    /**
     * Makes the guest, off, from what another host of the cell, or the same, keeps.
     *
     * @return refused as a spawn, or {@code host.kept_not_found}
     */
    StepResult<Powered> receive(Receiving receiving);

    /**
     * Undoes that receive, whether or not it ever came.
     *
     * @return false when the host did not answer in time
     */
    boolean unreceive(HostStep step);

    /** Sends the root disk of a kept guest, and behind it what its UEFI keeps, to the image service; refused {@code host.upload_refused}, {@code host.kept_not_found}. */
    StepResult<Uploaded> upload(Uploading uploading);

    /**
     * Stops that upload, if it is under way, and keeps it from being begun.
     *
     * @return false when the host did not answer in time
     */
    boolean unupload(HostStep step);

    /**
     * Lets the destination copy the disks of a kept guest from its host, where the two share no storage; with a key that
     * {@link #receive} finds.
     *
     * @return refused {@code host.upload_refused}, {@code host.kept_not_found}, or {@code host.absent} when either host is silent
     */
    StepResult<Offer> offer(Offering offering);

    /**
     * Undoes that offer, whether or not it ever came: nobody copies any more.
     *
     * @return false when the host did not answer in time
     */
    boolean unoffer(HostStep step);

    /** Makes the guest, off, from its image's data, which the host reads; refused as a spawn. {@link #unspawn} undoes it. */
    StepResult<Powered> spawnOwn(HostStep step, Snapshots.Own image);

    /** Makes the guest, off, from an upload; refused as a spawn. {@link #unspawn} undoes it. */
    StepResult<Powered> spawnFrom(SpawningFrom spawning);

    /**
     * Lets the guest run that was made off. That it is told is marked first in the ledger of the host's cell: from then on it
     * may run there, whether or not the host answers.
     *
     * @return refused as a change of power; undone when it was given up before
     */
    StepResult<Powered> start(HostStep step);

    /**
     * Keeps that start from being told; no host is asked.
     *
     * @return false when it was told before: the guest may run
     */
    boolean unstart(HostStep step);

    /**
     * Whether the host can bring back what that operation keeps; it may have done so already.
     *
     * @return refused {@code host.kept_not_found} when it has nothing of the server, {@code host.absent} as with a spawn
     */
    StepResult<Keeps> keeps(HostStep step, UUID keptBy);

    /** As {@link #leave}, of a guest whose record does not show it: it makes room for another one of its server. */
    StepResult<Left> setAside(HostStep step);

    /**
     * Undoes that, whether or not it ever came: the guest is back, and runs if it ran.
     *
     * @return false when the host did not answer in time
     */
    boolean unsetAside(HostStep step);

    /** Makes what that operation keeps the guest again; refused {@code host.kept_not_found}, {@code host.spawn_refused} while another is there. */
    StepResult<Powered> restore(HostStep step, UUID keptBy, boolean powerOn);

    /**
     * Undoes that restore, whether or not it ever came: what it brought back is kept as before.
     *
     * @return false when the host did not answer in time
     */
    boolean unrestore(HostStep step);

    /**
     * Gives the guest a network card.
     *
     * @return refused {@code host.guest_not_found}, {@code host.card_refused} with the host's words, {@code host.absent} as with
     *     a spawn
     */
    StepResult<Plugged> plug(HostStep step, BoundPort card);

    /**
     * Undoes that plug, whether or not it ever came.
     *
     * @param step of its own, by which the card is taken away
     * @return false when the host did not answer in time
     */
    boolean unplugged(HostStep step, HostStep plug, UUID port);

    /** Takes a network card from the guest; one that it does not have is fine. Refused as a plug. */
    StepResult<Plugged> unplug(HostStep step, UUID port);

    /**
     * Removes what that operation keeps.
     *
     * @return false when the host did not answer in time
     */
    boolean discard(HostStep step, UUID keptBy);

    /**
     * @param generation of the record that it reads
     * @param placing that it is about: a host that has seen a newer one of the server refuses it
     * @param absent how long the host may be silent
     * @param within how long the host may take to do it
     */
    record HostStep(
            Step step,
            UUID server,
            String cell,
            String host,
            long generation,
            long placing,
            String requestId,
            Duration absent,
            Duration within) {

        /** The same, on another host. */
        public HostStep at(String other) {
            return new HostStep(step, server, cell, other, generation, placing, requestId, absent, within);
        }
    }

    /** @param powerState as the compute API numbers it */
    record Powered(int powerState) {}

    /**
     * @param ran whether the guest ran
     * @param rootGb its root disk as the guest sees it, in GiB
     * @param bytes of the disk's data, as an upload would send them
     * @param storage the id of the storage that keeps it; null where its host offers no copies, or does not say
     */
    record Left(
            boolean ran, int rootGb, long bytes, @Nullable UUID storage) {
        public Left(boolean ran, int rootGb, long bytes) {
            this(ran, rootGb, bytes, null);
        }
    }

    /** @param port whose card the guest has got, or has no more */
    record Plugged(UUID port) {}

    /** @param keptBy the operation */
    record Keeps(UUID keptBy) {}

    /**
     * @param keptBy the operation that keeps it on {@code fromHost}
     * @param flavor that it gets, whatever its record says
     * @param events of the operation so far
     * @param ports as they are bound on its host; null from a workflow that does not say: as its record has them
     * @param offer where its disks are copied from; null from a workflow that asked for none
     */
    record Receiving(
            HostStep step,
            UUID keptBy,
            String fromHost,
            FlavorSpec flavor,
            List<ActionEvent> events,
            @Nullable List<BoundPort> ports,
            @Nullable Offer offer) {
        public Receiving(HostStep step, UUID keptBy, String fromHost, FlavorSpec flavor, List<ActionEvent> events) {
            this(step, keptBy, fromHost, flavor, events, null, null);
        }
    }

    /**
     * @param storage that keeps it
     * @param toHost of the same cell, which may copy it
     * @param life after which it may not
     */
    record Offering(HostStep step, UUID keptBy, UUID storage, String toHost, Duration life) {}

    /**
     * Where disks are copied from; the key lies with the operation.
     *
     * @param address null: both hosts share the storage, and nothing is to be copied
     * @param disks how large each is, in bytes, by name
     */
    record Offer(@Nullable String address, int port, Map<String, Long> disks) {}

    /**
     * @param image that takes the data
     * @param events of the operation so far
     * @param format as the image declares it; null from a workflow that does not say: raw
     */
    record Uploading(
            HostStep step,
            UUID keptBy,
            UUID image,
            List<ActionEvent> events,
            @Nullable String format) {
        public Uploading(HostStep step, UUID keptBy, UUID image, List<ActionEvent> events) {
            this(step, keptBy, image, events, null);
        }
    }

    /**
     * @param bytes of the data
     * @param sha512 in hexadecimal
     * @param uefi how many of the bytes, at the end, are what the guest's UEFI keeps; 0 also from a cell-worker that does not
     *     know of it
     */
    record Uploaded(long bytes, String sha512, long uefi) {
        public Uploaded(long bytes, String sha512) {
            this(bytes, sha512, 0);
        }
    }

    /**
     * @param flavor that it gets, whatever its record says
     * @param format of the data: never looked into
     * @param ports as they are bound on its host; null from a workflow that does not say: as its record has them
     */
    record SpawningFrom(
            HostStep step,
            FlavorSpec flavor,
            UUID image,
            String format,
            Uploaded data,
            @Nullable List<BoundPort> ports) {}
}
