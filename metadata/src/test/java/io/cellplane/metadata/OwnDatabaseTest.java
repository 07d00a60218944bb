package io.cellplane.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.testing.TestControlLevel;
import org.junit.jupiter.api.Test;

class OwnDatabaseTest {
    @Test
    void a_database_of_another_cell_or_of_none_is_left_alone() {
        try (TestControlLevel control = new TestControlLevel("own", "cell1", "cell2")) {
            DatabaseSettings own = control.cells.of("cell1").database().settings();
            assertThat(OwnDatabase.is(own, "cell1")).isTrue();
            assertThatThrownBy(() -> OwnDatabase.check(own, "cell2"))
                    .hasMessageStartingWith("the database is that of cell cell1");
            DatabaseSettings nobodys = control.cellDatabase("new");
            assertThatThrownBy(() -> OwnDatabase.check(nobodys, "cell1")).hasMessageContaining("no cell's yet");
        }
    }
}
