package io.cellplane.trials.races;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.compute.hypervisor.simulated.SimulatedHypervisor;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.server.PowerState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/** A server that moves into the other cell again and again; its guest shuts down and comes up by itself meanwhile. */
final class Wanderer implements Callable<List<String>> {
    private final Stage stage;
    private final String server;
    private final Map<String, String> neighbours;
    private final int moves;
    private final Random random;
    private final AtomicBoolean wanders = new AtomicBoolean(true);

    /** @param neighbours a server on each host, by its host: when something is done to one, the host tells of all */
    Wanderer(Stage stage, String server, Map<String, String> neighbours, int moves, Random random) {
        this.stage = stage;
        this.server = server;
        this.neighbours = neighbours;
        this.moves = moves;
        this.random = random;
    }

    boolean wanders() {
        return wanders.get();
    }

    @Override
    public List<String> call() throws InterruptedException {
        try {
            for (int i = 0; i < moves; i++) {
                JsonNode here = stage.await(server, Set.of("ACTIVE", "SHUTOFF"));
                switchPower(here);
                stage.act(server, Stage.migrate(Stage.elsewhere(Stage.host(here), random.nextInt(Stage.HOSTS))))
                        .good();
                switchPower(stage.await(server, Set.of("VERIFY_RESIZE")));
                stage.act(server, Stage.plain(random.nextBoolean() ? "confirmResize" : "revertResize"))
                        .good();
            }
            stage.await(server, Set.of("ACTIVE", "SHUTOFF"));
            return List.of();
        } finally {
            wanders.set(false);
        }
    }

    private void switchPower(JsonNode here) throws InterruptedException {
        if (random.nextBoolean()) {
            return;
        }
        String host = Stage.host(here);
        SimulatedHypervisor hypervisor =
                Objects.requireNonNull(stage.cloud.hypervisors().get(host));
        UUID guest = UUID.fromString(server);
        if (hypervisor.guest(guest).filter(PowerState.RUNNING::equals).isPresent()) {
            hypervisor.change(guest, Power.STOP);
        } else {
            hypervisor.change(guest, Power.START);
        }
        stage.act(Objects.requireNonNull(neighbours.get(host)), Stage.reboot("HARD"))
                .good();
    }

    /** Whether what is shown of its power is what its host has. */
    boolean showsItsPower() {
        JsonNode shown = stage.get(server).good().body().path("server");
        SimulatedHypervisor hypervisor =
                Objects.requireNonNull(stage.cloud.hypervisors().get(Stage.host(shown)));
        return hypervisor
                .guest(UUID.fromString(server))
                .filter(power ->
                        power.code() == shown.path("OS-EXT-STS:power_state").asInt())
                .isPresent();
    }
}
