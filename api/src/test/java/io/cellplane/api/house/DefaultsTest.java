package io.cellplane.api.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.ApiSettings;
import io.cellplane.api.Cloud;
import io.cellplane.api.MoveSettings;
import io.cellplane.api.QuotaSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file of defaults says what the code says. */
class DefaultsTest {
    @Test
    void defaults_in_the_file_are_those_of_the_code() {
        try (Cloud cloud = Cloud.start("defaults", Map.of())) {
            ApiSettings given = cloud.server().part(ApiSettings.class);
            ApiSettings bare = new ApiSettings();
            bare.setPort(0);
            assertThat(given).usingRecursiveComparison().isEqualTo(bare);
            assertThat(cloud.server().part(QuotaSettings.class))
                    .usingRecursiveComparison()
                    .isEqualTo(new QuotaSettings());
            assertThat(cloud.server().part(MoveSettings.class))
                    .usingRecursiveComparison()
                    .isEqualTo(new MoveSettings());
        }
    }
}
