package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @Test
    void one_holds_the_folder_and_the_other_learns_who(@TempDir Path folder) {
        try (var _ = DataLock.take(folder)) {
            assertThatThrownBy(() -> DataLock.take(folder))
                    .isInstanceOf(DataLock.DataInUse.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        DataLock.take(folder).close();
    }
}
