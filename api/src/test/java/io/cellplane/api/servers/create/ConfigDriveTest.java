package io.cellplane.api.servers.create;

import static io.cellplane.api.KnownUsers.MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.servers.KnownImages;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ConfigDriveTest {
    @AutoClose
    private final ServerCloud cloud = new ServerCloud(ServerCloud.NOWHERE, Map.of());

    @Test
    void a_server_has_one_if_it_or_its_image_asks_for_it() {
        assertThat(drive(KnownImages.SMALL, "")).isFalse();
        assertThat(drive(KnownImages.SMALL, ", \"config_drive\": true")).isTrue();
        assertThat(drive(KnownImages.DRIVEN, "")).isTrue();
        assertThat(drive(KnownImages.DRIVEN, ", \"config_drive\": false")).isTrue();
    }

    private boolean drive(String image, String more) {
        String body =
                "{\"server\": {\"name\": \"web\", \"flavorRef\": \"f1\", \"imageRef\": \"%s\", \"networks\": \"none\"%s}}"
                        .formatted(image, more);
        Answer made = cloud.call(MEMBER, "2.79", "POST", "/servers", body);
        assertThat(made.status()).as(made.body().toString()).isEqualTo(202);
        UUID server = UUID.fromString(made.body().at("/server/id").asText());
        return cloud.api.buildRequests().find(server).orElseThrow().server().configDrive();
    }
}
