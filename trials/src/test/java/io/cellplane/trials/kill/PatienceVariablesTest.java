package io.cellplane.trials.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.compute.config.HostConfig;
import io.cellplane.contracts.Patience;
import io.cellplane.process.config.Configuration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PatienceVariablesTest {

    @Test
    void a_process_reads_the_patience_that_was_written() {
        Map<String, String> environment = new HashMap<>(PatienceVariables.of(Patience.hasty()));
        environment.put("CELLPLANE_CELL", "cell1");
        environment.put("CELLPLANE_HOSTS", "host1");
        environment.put("CELLPLANE_DATA", "/nowhere");
        assertThat(Configuration.of("compute-worker", HostConfig.class, null, environment)
                        .settings()
                        .patience())
                .isEqualTo(Patience.hasty());
    }

    @Test
    void of_the_standard_one_nothing_is_told() {
        assertThat(PatienceVariables.of(Patience.standard())).isEmpty();
    }
}
