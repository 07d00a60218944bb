package io.cellplane.compute.hypervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageIdTest {
    @TempDir
    Path folder;

    @Test
    void hosts_that_begin_at_once_have_one_and_another_storage_another() throws Exception {
        Path storage = folder.resolve("storage");
        List<Callable<UUID>> hosts = Stream.generate(() -> (Callable<UUID>) () -> StorageId.of(storage))
                .limit(20)
                .toList();
        try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(all.invokeAll(hosts).stream().map(Future::resultNow).distinct())
                    .containsExactly(StorageId.of(storage));
        }
        try (Stream<Path> files = Files.list(storage)) {
            assertThat(files).hasSize(1);
        }
        assertThat(StorageId.of(folder.resolve("other"))).isNotEqualTo(StorageId.of(storage));
    }

    @Test
    void what_is_no_id_is_trouble_and_stays() throws IOException {
        Path file = Files.writeString(folder.resolve(".storage"), "");
        assertThatThrownBy(() -> StorageId.of(folder)).isInstanceOf(HypervisorFailure.class);
        assertThat(file).isEmptyFile();
    }
}
