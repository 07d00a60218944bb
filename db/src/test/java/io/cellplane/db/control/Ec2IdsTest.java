package io.cellplane.db.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.db.testing.TestControlLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.RepeatedTest;

class Ec2IdsTest {
    private static final int AT_ONCE = 16;

    @AutoClose
    private static final TestControlLevel CONTROL = new TestControlLevel("ec2", "cell1");

    private final ApiDatabase api = CONTROL.api;

    @RepeatedTest(20)
    void servers_that_are_accepted_at_once_from_a_new_image_are_numbered_and_it_has_one_number() throws Exception {
        String image = UUID.randomUUID().toString();
        List<Callable<Ec2Ids>> accepts = Stream.generate(UUID::randomUUID)
                .limit(AT_ONCE)
                .<Callable<Ec2Ids>>map(server -> () -> accept(server, image))
                .toList();
        List<Ec2Ids> minted = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Ec2Ids> one : threads.invokeAll(accepts)) {
                minted.add(one.get());
            }
        }
        assertThat(minted).extracting(Ec2Ids::server).doesNotHaveDuplicates();
        assertThat(minted)
                .extracting(Ec2Ids::image)
                .doesNotContainNull()
                .containsOnly(minted.getFirst().image());
    }

    private Ec2Ids accept(UUID server, String image) {
        api.database().run(() -> {
            api.ec2Ids().mintNames(List.of(image));
            api.ec2Ids().mint(List.of(server));
        });
        return api.ec2Ids().of(server, image, null, null).orElseThrow();
    }
}
