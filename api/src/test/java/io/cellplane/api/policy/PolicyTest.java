package io.cellplane.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.api.KnownUsers;
import io.cellplane.openstack.identity.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
    private static final Token MEMBER =
            new KnownUsers().validate(KnownUsers.MEMBER).orElseThrow();

    private static boolean passes(String check) {
        Check parsed = CheckParser.parse(check);
        return parsed.passes(new Check.Asked(MEMBER, Map.of("project_id", KnownUsers.PROJECT), Policy.load(null)));
    }

    @Test
    void reads_what_oslo_policy_reads() {
        assertThat(passes("@")).isTrue();
        assertThat(passes("")).isTrue();
        assertThat(passes("!")).isFalse();
        assertThat(passes("role:member and project_id:%(project_id)s")).isTrue();
        assertThat(passes("role:admin or (role:Member and not role:admin)")).isTrue();
        assertThat(passes("not (role:member or role:admin)")).isFalse();
        assertThat(passes("project_id:%(nothing)s")).isFalse();
        assertThat(passes("rule:context_is_admin")).isFalse();
        assertThat(passes("rule:nothing")).isFalse();
        assertThat(passes("(project_id:%(project_id)s)")).isTrue();
    }

    @Test
    void refuses_what_it_cannot_read() {
        for (String check : new String[] {"role:a and", "(role:a", "nonsense", "role:a role:b", "or"}) {
            assertThatThrownBy(() -> CheckParser.parse(check)).as(check).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_file_replaces_single_rules(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("policy.yaml"), "\"os_compute_api:os-aggregates:index\": \"role:member\"\n");
        Policy policy = Policy.load(file);
        assertThat(policy.allows("os_compute_api:os-aggregates:index", MEMBER, Map.of()))
                .isTrue();
        assertThat(policy.allows("os_compute_api:os-aggregates:create", MEMBER, Map.of()))
                .isFalse();
    }
}
