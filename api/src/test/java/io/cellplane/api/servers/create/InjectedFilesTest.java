package io.cellplane.api.servers.create;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.KnownUsers;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.control.OperationDataRow;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InjectedFilesTest {
    @Test
    void files_of_old_clients_are_taken_and_kept_for_the_server() {
        try (ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of())) {
            Answer boot = cloud.boot(
                    KnownUsers.MEMBER,
                    "2.56",
                    "web",
                    ", \"personality\": [{\"path\": \"/etc/motd\", \"contents\": \"SGVsbG8=\"}]");
            assertThat(boot.status()).as(boot.body().toString()).isEqualTo(202);
            UUID server = UUID.fromString(boot.body().at("/server/id").asText());
            UUID operation = cloud.api.operations().of(server).getFirst().id();
            assertThat(cloud.api.operationData().of(operation))
                    .filteredOn(item -> item.name().equals(OperationDataRow.FILES))
                    .singleElement()
                    .satisfies(item -> assertThat(new String(item.value(), StandardCharsets.UTF_8))
                            .isEqualTo("{\"/etc/motd\":\"SGVsbG8=\"}"));
            assertThat(cloud.boot(KnownUsers.MEMBER, "2.56", "none", ", \"personality\": []")
                            .status())
                    .isEqualTo(202);
        }
    }
}
