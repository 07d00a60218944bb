package io.cellplane.compute.agent;

import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.hypervisor.KeptGuest;
import io.cellplane.compute.hypervisor.NewGuest;
import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.compute.journal.StepKey;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.server.PowerState;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** What each order does to the host, and what undoing it does; both may be repeated at any time. */
record Effects(Hypervisor hypervisor, Carried carried, Copies copies, Supplier<String> reported) {
    /** @return the outcome */
    Map<String, String> of(Command command, Order order) throws InterruptedException {
        UUID server = command.server();
        Step step = StepKey.of(command).toStep();
        return switch (order) {
            case Order.Spawn spawn ->
                power(hypervisor.spawn(new NewGuest(
                        spawn.guest(),
                        step,
                        carried.data(spawn.guest(), spawn.root()),
                        spawn.image(),
                        spawn.powerOn())));
            case Order.Destroy _ -> {
                copies.withdraw(server);
                hypervisor.destroy(server);
                yield Map.of();
            }
            case Order.Remove _ -> {
                hypervisor.remove(server);
                yield Map.of();
            }
            case Order.Change change -> changed(hypervisor.change(server, change.power()));
            case Order.Leave _ -> left(hypervisor.leave(server, step));
            case Order.Receive receive -> power(received(receive, step));
            case Order.Upload upload -> carried.upload(hypervisor, server, upload);
            case Order.Offer offer -> copies.offer(server, offer);
            case Order.Discard discard -> {
                copies.withdraw(server, discard.keptBy());
                hypervisor.discard(server, discard.keptBy());
                yield Map.of();
            }
            case Order.Restore restore -> {
                copies.withdraw(server, restore.keptBy());
                yield changed(hypervisor.restore(server, restore.keptBy(), step, restore.powerOn()));
            }
            case Order.Plug plug -> {
                hypervisor.plug(server, plug.card());
                yield Map.of();
            }
            case Order.Unplug unplug -> {
                hypervisor.unplug(server, unplug.port());
                yield Map.of();
            }
        };
    }

    private PowerState received(Order.Receive receive, Step step) throws InterruptedException {
        GuestSpec guest = receive.guest();
        DiskOffer offer = receive.offer();
        RootData data = offer == null ? null : copies.from(offer, guest, receive.keptBy());
        NewGuest wanted = new NewGuest(guest, step, data, receive.powerOn());
        PowerState power = hypervisor.receive(wanted, receive.keptBy(), receive.fromHost());
        if (offer != null) {
            copies.hasAll(offer, guest.server(), receive.keptBy());
        }
        return power;
    }

    /** Takes away what that step has made, as far as it is still there and still its own. */
    void undo(Command command) throws InterruptedException {
        UUID server = command.server();
        Step step = StepKey.of(command).toStep();
        switch (command.verb().undo()) {
            case REMOVES_ITS_OWN -> {
                boolean others = hypervisor.guest(server).isPresent()
                        && !hypervisor.maker(server).filter(step::equals).isPresent();
                if (!others) {
                    hypervisor.remove(server);
                }
            }
            case BRINGS_BACK -> {
                copies.withdraw(server, step.operation());
                hypervisor.unleave(server, step);
            }
            case KEEPS_AGAIN -> hypervisor.unrestore(server, step);
            case WITHDRAWS -> copies.withdraw(server, step.operation());
            case CHANGES_NOTHING -> {}
        }
    }

    private Map<String, String> left(KeptGuest kept) {
        Map<String, String> outcome = new HashMap<>(copies.storage());
        outcome.put(Reply.RAN, String.valueOf(kept.ran()));
        outcome.put(Reply.ROOT_GB, String.valueOf(kept.rootGb()));
        outcome.put(Reply.SIZE, String.valueOf(kept.bytes()));
        return outcome;
    }

    private Map<String, String> changed(PowerState state) {
        Map<String, String> outcome = new HashMap<>(power(state));
        outcome.put(Reply.REPORTED, reported.get());
        return outcome;
    }

    private static Map<String, String> power(PowerState state) {
        return Map.of(Reply.POWER_STATE, String.valueOf(state.code()));
    }
}
