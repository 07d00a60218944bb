package io.cellplane.trials.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cellplane.contracts.fault.FaultInjector;
import io.cellplane.contracts.fault.FaultPoints.Side;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who can be halted, and how. */
class FaultFolderTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path data;

    /** The class path of these tests has all of theirs, and this module on top. */
    @Test
    void nothing_that_is_deployed_brings_what_could_halt_it() throws IOException {
        List<Class<?>> deployed = List.of(
                io.cellplane.api.Main.class,
                io.cellplane.conductor.Main.class,
                io.cellplane.cellworker.Main.class,
                io.cellplane.compute.Main.class,
                io.cellplane.metadata.Main.class);
        assertThat(ServiceLoader.load(FaultInjector.class)).singleElement().isInstanceOf(FaultFolder.class);
        String service = "META-INF/services/" + FaultInjector.class.getName();
        List<String> brought = Collections.list(getClass().getClassLoader().getResources(service)).stream()
                .map(URL::toString)
                .toList();
        assertThat(brought).containsExactly(origin(FaultFolder.class) + service);
        assertThat(deployed).allSatisfy(main -> assertThat(origin(main)).isNotEqualTo(origin(FaultFolder.class)));
    }

    private static String origin(Class<?> from) {
        return from.getProtectionDomain().getCodeSource().getLocation().toString();
    }

    @Test
    @Timeout(60)
    void the_first_that_reaches_an_armed_step_is_halted_until_it_may_go_on() throws InterruptedException {
        Points points = new Points(data);
        FaultFolder faults = new FaultFolder(data.toString());
        assertThat(faults.isArmed()).isTrue();
        points.arm(List.of("boot.Records.Land"), Side.AFTER, "1");
        faults.reach("boot.Records.Land", Side.BEFORE);
        faults.reach("boot.Placement.Place", Side.AFTER);
        Thread halted = Thread.ofVirtual().start(() -> faults.reach("boot.Records.Land", Side.AFTER));
        await().atMost(SOON).until(() -> points.halted().equals(List.of("boot.Records.Land")));
        assertThat(halted.isAlive()).isTrue();
        faults.reach("boot.Records.Land", Side.AFTER);
        points.reset();
        assertThat(halted.join(SOON)).isTrue();
    }

    @Test
    void who_is_not_armed_halts_nowhere() {
        assertThat(new FaultFolder(null).isArmed()).isFalse();
        assertThat(new FaultFolder(" ").isArmed()).isFalse();
    }
}
