package io.cellplane.activities.cell.relay;

import io.cellplane.bus.Bus;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.operation.ActionEvent;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.BoundPort;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.db.CellDatabases;
import io.cellplane.db.Ledger;
import io.cellplane.db.Secrets;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.guest.GuestReader;
import io.cellplane.temporal.step.Hosts;
import io.cellplane.temporal.step.Snapshots.Own;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Carries a command to a host and asks until the host's journal has an outcome. Nothing is lost when the bus, the host's
 * agent or this process dies: whoever comes next asks again, and the journal answers.
 */
public final class Relay implements Hosts {
    private final CellDatabases cells;
    private final GuestSpecs specs;
    private final Grants grants;
    private final CopyKeys keys;
    private final Asking asking;

    /**
     * @param buses the bus of each cell that this process serves
     * @param grants who lets hosts at images
     * @param keys what hosts copy each other's disks with
     */
    public Relay(
            CellDatabases cells,
            Function<String, Bus> buses,
            Secrets secrets,
            Grants grants,
            CopyKeys keys,
            Patience patience) {
        this(cells, buses, secrets, grants, keys, patience, new HostSlots());
    }

    Relay(
            CellDatabases cells,
            Function<String, Bus> buses,
            Secrets secrets,
            Grants grants,
            CopyKeys keys,
            Patience patience,
            HostSlots slots) {
        this.cells = cells;
        this.specs = new GuestSpecs(secrets);
        this.grants = grants;
        this.keys = keys;
        this.asking = new Asking(buses, patience, slots);
    }

    @Override
    public StepResult<Powered> spawn(HostStep step) {
        Optional<GuestSpec> spec = specs.of(cells.of(step.cell()), step);
        if (spec.isEmpty()) {
            return stale();
        }
        return powered(step, new Order.Spawn(spec.get(), null, false));
    }

    @Override
    public boolean unspawn(HostStep step) {
        return undone(step, Verb.SPAWN);
    }

    @Override
    public boolean clear(HostStep step, UUID operation) {
        return asking.ask(step, () -> Command.fence(operation, step.server(), step.requestId())) != null
                && destroy(step);
    }

    @Override
    public boolean destroy(HostStep step) {
        return cleaned(step, new Order.Destroy());
    }

    @Override
    public boolean remove(HostStep step) {
        return cleaned(step, new Order.Remove());
    }

    @Override
    public StepResult<Powered> change(HostStep step, Power power) {
        return powered(step, new Order.Change(power));
    }

    @Override
    public boolean unchange(HostStep step) {
        return undone(step, Verb.POWER);
    }

    @Override
    public StepResult<Left> leave(HostStep step, List<ActionEvent> events) {
        progress(step).leaving(events);
        return made(step, new Order.Leave(), Outcomes::left);
    }

    @Override
    public boolean unleave(HostStep step) {
        boolean undone = undone(step, Verb.LEAVE);
        if (undone) {
            progress(step).isBack();
        }
        return undone;
    }

    @Override
    public StepResult<Offer> offer(Offering offering) {
        HostStep step = offering.step();
        GuestsAnswer there = asking.look(step.at(offering.toHost()));
        if (there == null) {
            return absent(step.at(offering.toHost()));
        }
        if (there.storage() == null || there.storage().equals(offering.storage())) {
            return StepResult.done(new Offer(null, 0, Map.of()));
        }
        StepResult<String> key = keys.make(step.step());
        String made = key.outcome();
        return key.isDone() && made != null
                ? made(
                        step,
                        new Order.Offer(offering.keptBy(), made, offering.life().toMillis()),
                        Outcomes::offer)
                : key.failed();
    }

    @Override
    public boolean unoffer(HostStep step) {
        return undone(step, Verb.OFFER);
    }

    @Override
    public StepResult<Powered> receive(Receiving receiving) {
        HostStep step = receiving.step();
        CellDatabase cell = cells.of(step.cell());
        StepResult<DiskOffer> copied = keys.offer(step.step(), receiving.offer());
        if (copied != null && !copied.isDone()) {
            return copied.failed();
        }
        return progress(step)
                .arriving(receiving.events(), () -> specs.with(cell, step, receiving.flavor(), receiving.ports()))
                .map(spec -> powered(
                        step,
                        new Order.Receive(
                                spec,
                                receiving.keptBy(),
                                receiving.fromHost(),
                                false,
                                copied == null ? null : copied.outcome())))
                .orElseGet(Relay::stale);
    }

    @Override
    public boolean unreceive(HostStep step) {
        return undone(step, Verb.RECEIVE);
    }

    @Override
    public StepResult<Uploaded> upload(Uploading uploading) {
        HostStep step = uploading.step();
        StepResult<Uploaded> uploaded = granted(
                step,
                () -> new Order.Upload(
                        uploading.keptBy(),
                        uploading.image(),
                        grant(step, uploading.image(), ImageAccess.WRITE),
                        grant(step, uploading.image(), ImageAccess.READ),
                        uploading.format(),
                        true),
                Outcomes::uploaded);
        if (uploaded.isDone()) {
            progress(step).left(uploading.events());
        }
        return uploaded;
    }

    @Override
    public boolean unupload(HostStep step) {
        return undone(step, Verb.UPLOAD);
    }

    @Override
    public StepResult<Powered> spawnFrom(SpawningFrom spawning) {
        HostStep step = spawning.step();
        Optional<GuestSpec> spec = specs.with(cells.of(step.cell()), step, spawning.flavor(), spawning.ports());
        if (spec.isEmpty()) {
            return stale();
        }
        return granted(
                step,
                () -> new Order.Spawn(
                        spec.get(),
                        new RootImage(
                                spawning.image(),
                                grant(step, spawning.image(), ImageAccess.READ),
                                spawning.format(),
                                spawning.data().bytes(),
                                spawning.data().sha512(),
                                spawning.data().uefi()),
                        false),
                outcome -> new Powered(Outcomes.power(outcome)));
    }

    @Override
    public StepResult<Powered> spawnOwn(HostStep step, Own image) {
        Optional<GuestSpec> spec = specs.of(cells.of(step.cell()), step);
        if (spec.isEmpty()) {
            return stale();
        }
        return granted(
                step,
                () -> new Order.Spawn(
                        spec.get(),
                        null,
                        false,
                        new BaseImage(
                                image.image(),
                                grant(step, image.image(), ImageAccess.READ),
                                image.diskFormat(),
                                image.bytes(),
                                image.hashes())),
                outcome -> new Powered(Outcomes.power(outcome)));
    }

    private Grant grant(HostStep step, UUID image, ImageAccess access) {
        return grants.grant(step.step(), image, access, step.within());
    }

    /** With an order that carries grants, which end when the host has answered. */
    private <T> StepResult<T> granted(HostStep step, Supplier<Order> order, Function<Map<String, String>, T> outcome) {
        try {
            return answered(step, order, outcome);
        } catch (Refused e) {
            return StepResult.refused(e.failure(), String.valueOf(e.getMessage()));
        } finally {
            grants.revoke(step.step());
        }
    }

    /** A mark that a host was told. */
    private record Told(String host) {}

    @Override
    public StepResult<Powered> start(HostStep step) {
        StepResult<Told> told =
                cells.of(step.cell()).ledger().once(step.step(), Told.class, () -> new Told(step.host()));
        return told.isDone() ? change(step, Power.START) : told.failed();
    }

    @Override
    public boolean unstart(HostStep step) {
        Ledger ledger = cells.of(step.cell()).ledger();
        ledger.undo(step.step(), Told.class, told -> {});
        return ledger.recorded(step.step(), Told.class).map(StepResult::outcome).isEmpty();
    }

    @Override
    public StepResult<Keeps> keeps(HostStep step, UUID keptBy) {
        GuestsAnswer answer = asking.look(step);
        if (answer == null) {
            return absent(step);
        }
        boolean keeps = answer.kept().stream()
                .anyMatch(kept ->
                        kept.server().equals(step.server()) && kept.operation().equals(keptBy));
        boolean has = answer.guests().stream().anyMatch(guest -> guest.server().equals(step.server()));
        return keeps || has
                ? StepResult.done(new Keeps(keptBy))
                : StepResult.refused(
                        Failure.KEPT_NOT_FOUND,
                        Failure.KEPT_NOT_FOUND.text().formatted(step.server(), keptBy) + named(step));
    }

    @Override
    public StepResult<Left> setAside(HostStep step) {
        return made(step, new Order.Leave(), Outcomes::left);
    }

    @Override
    public boolean unsetAside(HostStep step) {
        return undone(step, Verb.LEAVE);
    }

    @Override
    public boolean unrestore(HostStep step) {
        return undone(step, Verb.RESTORE);
    }

    @Override
    public StepResult<Powered> restore(HostStep step, UUID keptBy, boolean powerOn) {
        return powered(step, new Order.Restore(keptBy, powerOn));
    }

    @Override
    public StepResult<Plugged> plug(HostStep step, BoundPort card) {
        return made(step, new Order.Plug(GuestReader.port(card, step.host())), _ -> new Plugged(card.portId()));
    }

    @Override
    public boolean unplugged(HostStep step, HostStep plug, UUID port) {
        return undone(plug, Verb.PLUG) && cleaned(step, new Order.Unplug(port));
    }

    @Override
    public StepResult<Plugged> unplug(HostStep step, UUID port) {
        return made(step, new Order.Unplug(port), _ -> new Plugged(port));
    }

    @Override
    public boolean discard(HostStep step, UUID keptBy) {
        return cleaned(step, new Order.Discard(keptBy));
    }

    private Progress progress(HostStep step) {
        return new Progress(cells.of(step.cell()), step);
    }

    private StepResult<Powered> powered(HostStep step, Order order) {
        return made(step, order, outcome -> {
            Outcomes.reported(outcome)
                    .ifPresent(report ->
                            cells.of(step.cell()).servers().changed(step.server(), report.bootId(), report.number()));
            return new Powered(Outcomes.power(outcome));
        });
    }

    private <T> StepResult<T> made(HostStep step, Order order, Function<Map<String, String>, T> outcome) {
        return answered(step, () -> order, outcome);
    }

    private <T> StepResult<T> answered(HostStep step, Supplier<Order> said, Function<Map<String, String>, T> outcome) {
        Reply reply = asking.ask(step, () -> {
            Order order = said.get();
            return Commands.of(step, order.verb(), order);
        });
        if (reply == null) {
            return absent(step);
        }
        return switch (reply.state()) {
            case DONE -> StepResult.done(outcome.apply(reply.outcome()));
            case UNDONE -> StepResult.undone(null);
            case REFUSED, RUNNING ->
                new StepResult<>(StepResult.Verdict.REFUSED, null, reply.failure(), HostWords.of(step.host(), reply));
        };
    }

    private static <T> StepResult<T> absent(HostStep step) {
        return StepResult.refused(Failure.HOST_ABSENT, Failure.HOST_ABSENT.text() + named(step));
    }

    /** Below the first line, which is the user's. */
    private static String named(HostStep step) {
        return "\nHost '" + step.host() + "'";
    }

    private boolean cleaned(HostStep step, Order order) {
        return asking.ask(step, () -> Commands.of(step, order.verb(), order)) != null;
    }

    private boolean undone(HostStep step, Verb verb) {
        return asking.ask(step, () -> Commands.of(step, verb, null)) != null;
    }

    private static <T> StepResult<T> stale() {
        return StepResult.refused(Failure.STALE, Failure.STALE.text());
    }
}
