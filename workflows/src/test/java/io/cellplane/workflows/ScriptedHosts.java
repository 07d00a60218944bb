package io.cellplane.workflows;

import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Snapshots.Own;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What hosts are asked for, by script. A worker finds an activity's interface on the class itself only: it is named there too. */
abstract class ScriptedHosts implements Hosts {

    abstract void called(String call);

    abstract <T> StepResult<T> answered(String call, T outcome);

    abstract void written(List<ActionEvent> events);

    /** Whether it does not answer what only cleans. */
    abstract boolean isSilent(String host);

    /** The storage that hosts say they keep guests in. */
    abstract @Nullable UUID storage();

    /** Whether it was told to start its guest. */
    abstract boolean isTold(String host);

    @Override
    public StepResult<Powered> spawn(HostStep step) {
        return answered("spawn " + step.step().attempt() + " " + step.host(), new Powered(4));
    }

    @Override
    public boolean unspawn(HostStep step) {
        return heard("unspawn " + step.step().attempt() + " " + step.host(), step);
    }

    private boolean heard(String call, HostStep step) {
        called(call);
        return !isSilent(step.host());
    }

    @Override
    public boolean clear(HostStep step, UUID operation) {
        return heard("clear " + step.host(), step);
    }

    @Override
    public boolean destroy(HostStep step) {
        return heard("destroy " + step.host() + " round " + step.step().attempt(), step);
    }

    @Override
    public boolean remove(HostStep step) {
        return heard("remove " + step.host(), step);
    }

    @Override
    public StepResult<Powered> change(HostStep step, Power power) {
        PowerState then = power.after(PowerState.RUNNING).orElse(PowerState.RUNNING);
        return answered(power.token() + " on " + step.host(), new Powered(then.code()));
    }

    @Override
    public boolean unchange(HostStep step) {
        return heard("unchange on " + step.host(), step);
    }

    @Override
    public StepResult<Plugged> plug(HostStep step, BoundPort card) {
        return answered("plug on " + step.host(), new Plugged(card.portId()));
    }

    @Override
    public boolean unplugged(HostStep step, HostStep plug, UUID port) {
        return heard("unplugged on " + step.host(), step);
    }

    @Override
    public StepResult<Plugged> unplug(HostStep step, UUID port) {
        return answered("unplug on " + step.host(), new Plugged(port));
    }

    @Override
    public StepResult<Left> leave(HostStep step, List<ActionEvent> given) {
        written(given);
        return answered("leave " + step.step().attempt() + " " + step.host(), new Left(true, 1, 100, storage()));
    }

    @Override
    public boolean unleave(HostStep step) {
        return heard("unleave " + step.step().attempt() + " " + step.host(), step);
    }

    @Override
    public StepResult<Powered> receive(Receiving receiving) {
        HostStep step = receiving.step();
        written(receiving.events());
        Offer offer = receiving.offer();
        return answered(
                "receive " + step.step().attempt() + " " + step.host() + " from " + receiving.fromHost()
                        + (offer == null ? "" : " at " + offer.address()),
                new Powered(4));
    }

    @Override
    public boolean unreceive(HostStep step) {
        return heard("unreceive " + step.step().attempt() + " " + step.host(), step);
    }

    @Override
    public StepResult<Uploaded> upload(Uploading uploading) {
        written(uploading.events());
        return answered("upload from " + uploading.step().host(), new Uploaded(100, "sum"));
    }

    @Override
    public boolean unupload(HostStep step) {
        return heard("stop upload from " + step.host(), step);
    }

    @Override
    public StepResult<Offer> offer(Offering offering) {
        return answered(
                "offer " + offering.storage() + " on " + offering.step().host() + " to " + offering.toHost(),
                new Offer("10.0.0.1", 7410, Map.of("root", 100L)));
    }

    @Override
    public boolean unoffer(HostStep step) {
        return heard("stop offering on " + step.host(), step);
    }

    @Override
    public StepResult<Powered> spawnOwn(HostStep step, Own image) {
        return answered("spawn " + step.step().attempt() + " " + step.host() + " from its image", new Powered(4));
    }

    @Override
    public StepResult<Powered> spawnFrom(SpawningFrom spawning) {
        HostStep step = spawning.step();
        return answered("spawn " + step.step().attempt() + " " + step.host() + " from image", new Powered(4));
    }

    @Override
    public StepResult<Powered> start(HostStep step) {
        return answered("start " + step.step().attempt() + " " + step.host(), new Powered(1));
    }

    @Override
    public boolean unstart(HostStep step) {
        called("unstart " + step.step().attempt() + " " + step.host());
        return !isTold(step.host());
    }

    @Override
    public StepResult<Keeps> keeps(HostStep step, UUID keptBy) {
        return answered("does " + step.host() + " keep it", new Keeps(keptBy));
    }

    @Override
    public StepResult<Left> setAside(HostStep step) {
        return answered("set aside on " + step.host(), new Left(true, 1, 100));
    }

    @Override
    public boolean unsetAside(HostStep step) {
        return heard("bring back on " + step.host(), step);
    }

    @Override
    public boolean unrestore(HostStep step) {
        return heard("keep again on " + step.host(), step);
    }

    @Override
    public StepResult<Powered> restore(HostStep step, UUID keptBy, boolean powerOn) {
        return answered("restore on " + step.host(), new Powered(powerOn ? 1 : 4));
    }

    @Override
    public boolean discard(HostStep step, UUID keptBy) {
        return heard("discard on " + step.host(), step);
    }
}
