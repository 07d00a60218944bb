package io.cellplane.api.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.api.KnownUsers;
import io.cellplane.openstack.identity.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
        assertThat(policy.allows(Rule.AGGREGATES_INDEX, MEMBER, Map.of())).isTrue();
        assertThat(policy.allows(Rule.AGGREGATES_CREATE, MEMBER, Map.of())).isFalse();
    }

    @Test
    void a_file_that_changes_is_read_anew_and_one_that_is_wrong_changes_nothing(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("policy.yaml");
        AtomicLong now = new AtomicLong();
        write(file, "os_compute_api:flavors: '!'", 1);
        Policy policy = Policy.load(file, now::get);
        write(file, "os_compute_api:flavors: '@'", 2);
        assertThat(policy.allows(Rule.FLAVORS, MEMBER, Map.of())).isFalse();

        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(policy.allows(Rule.FLAVORS, MEMBER, Map.of())).isTrue();

        for (String wrong : new String[] {"os_compute_api:flavors: 'not rule:typo'", "nonsense", "{"}) {
            write(file, wrong, 3);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(policy.allows(Rule.FLAVORS, MEMBER, Map.of())).as(wrong).isTrue();
            write(file, "os_compute_api:flavors: '@'", 4);
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(policy.allows(Rule.FLAVORS, MEMBER, Map.of())).isTrue();
        }
        Files.delete(file);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(policy.allows(Rule.FLAVORS, MEMBER, Map.of())).isTrue();
    }

    private static void write(Path file, String rules, int second) throws IOException {
        Files.writeString(file, rules);
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(second)));
    }

    @Test
    void rules_that_name_each_other_are_refused(@TempDir Path folder) {
        assertThatThrownBy(() -> with(folder, """
                        os_compute_api:servers:stop: "not rule:os_compute_api:servers:start"
                        os_compute_api:servers:start: "role:a or rule:os_compute_api:servers:stop"
                        """))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("os_compute_api:servers:st");
        assertThatThrownBy(() -> with(folder, "admin: \"rule:admin\"\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("admin");
        assertThatThrownBy(() -> with(folder, "os_compute_api:servers:stop: \"not rule:typo\"\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("typo");
    }

    private static Policy with(Path folder, String text) throws IOException {
        return Policy.load(Files.writeString(folder.resolve("policy.yaml"), text));
    }

    @Test
    void a_rule_that_does_not_exist_is_refused_by_name(@TempDir Path folder) {
        assertThatThrownBy(() -> with(folder, "os_compute_api:os-aggregates:list: \"role:member\"\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("os_compute_api:os-aggregates:list");
        assertThatThrownBy(() -> with(folder, "os_compute_api:limits: \"role:member or not rule:nothing\"\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(": nothing");
    }

    @Test
    void a_file_may_name_checks_of_its_own(@TempDir Path folder) throws IOException {
        Policy policy =
                with(folder, "observer: \"role:member\"\nos_compute_api:os-aggregates:index: \"rule:observer\"\n");
        assertThat(policy.allows(Rule.AGGREGATES_INDEX, MEMBER, Map.of())).isTrue();
    }

    @Test
    void defaults_name_only_rules_that_exist_and_no_id_twice() {
        Policy policy = Policy.load(null);
        for (Rule rule : Rule.values()) {
            assertThat(rule.allows()).endsWith(".");
            policy.allows(rule, MEMBER, Map.of());
        }
        assertThat(Stream.of(Rule.values()).map(Rule::id)).doesNotHaveDuplicates();
    }
}
