package io.cellplane.api.policy;

import static io.cellplane.api.KnownUsers.DOMAIN_ADMIN;
import static io.cellplane.api.KnownUsers.MEMBER;
import static io.cellplane.api.KnownUsers.SYSTEM_ADMIN;
import static io.cellplane.api.KnownUsers.UNSCOPED;
import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.api.Cloud;
import io.cellplane.api.KnownUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For what a token is good: projects alone, unless an operator says otherwise. */
class ScopeTest {
    @Test
    void only_a_token_of_a_project_is_let_in() {
        try (Cloud cloud = Cloud.start("scopes")) {
            for (String who : List.of(DOMAIN_ADMIN, SYSTEM_ADMIN, UNSCOPED)) {
                for (String path : List.of("/flavors", "/servers/detail?all_tenants=1", "/os-services", "/limits")) {
                    Cloud.Answer refused = cloud.get(who, "2.79", "/v2.1" + path);
                    assertThat(refused.status()).as(who + " " + path).isEqualTo(403);
                    assertThat(refused.message()).isEqualTo("The token is not scoped to a project.");
                }
                assertThat(cloud.get(who, "2.79", "/v2.1/").status()).isEqualTo(200);
            }
            assertThat(cloud.get(MEMBER, "2.79", "/v2.1/flavors").status()).isEqualTo(200);
        }
    }

    @Test
    void a_service_that_refuses_this_process_is_no_fault_of_the_callers() {
        try (Cloud cloud = Cloud.start("refused")) {
            Cloud.Answer answer = cloud.get(KnownUsers.REFUSED, "2.79", "/v2.1/flavors");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.raw().body()).doesNotContain("authorized").doesNotContain("validate_token");
        }
    }

    @Test
    void an_operator_may_let_others_in(@TempDir Path folder) throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                cellplane:token_scope: "project_id:%(project_id)s or domain_id:customer"
                """);
        try (Cloud cloud = Cloud.start("open_scopes", Map.of("cellplane.api.policy-file", policy.toString()))) {
            assertThat(cloud.get(DOMAIN_ADMIN, "2.79", "/v2.1/os-services").status())
                    .isEqualTo(200);
            assertThat(cloud.get(SYSTEM_ADMIN, "2.79", "/v2.1/os-services").status())
                    .isEqualTo(403);
        }
    }
}
