package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    @Test
    void only_its_owner_looks_into_it(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        DataLock.take(data).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }
}
