package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {
    @Test
    void oneHoldsTheFolderAndTheOtherLearnsWho(@TempDir Path folder) {
        try (var _ = DataLock.take(folder)) {
            assertThatThrownBy(() -> DataLock.take(folder))
                    .isInstanceOf(DataLock.DataInUse.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        DataLock.take(folder).close();
    }
}
