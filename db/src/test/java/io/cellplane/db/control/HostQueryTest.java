package io.cellplane.db.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostQueryTest {
    private static final Map<String, Object> HOST =
            Map.of("free_ram_mb", 2048L, "vcpus_total", 8, "host", "rack1-a", "cpu_allocation_ratio", 4.0);

    private static boolean passes(String query) {
        return HostQuery.of(query.replace('\'', '"')).orElseThrow().passes(HOST::get);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | []",
                "true  | ['>=', '$free_ram_mb', 1024]",
                "false | ['>=', '$free_ram_mb', 1024, 4096]",
                "true  | ['=', '$vcpus_total', 8]",
                "true  | ['=', '$cpu_allocation_ratio', 4]",
                "false | ['<', '$vcpus_total', 8]",
                "true  | ['<=', '$vcpus_total', 8, 8.5]",
                "true  | ['>', '$host', 'rack0']",
                "true  | ['in', '$host', 'rack1-a', 'rack1-b']",
                "false | ['in', '$host', 'rack2']",
                "false | ['in', '$host']",
                "false | ['=', '$host']",
                "true  | ['not', ['=', '$host', 'rack2']]",
                "false | ['not', ['=', '$host', 'rack1-a']]",
                "true  | ['and', ['>=', '$free_ram_mb', 1024], ['not', ['in', '$host', 'rack2']]]",
                "false | ['and', ['>=', '$free_ram_mb', 1024], ['not', ['in', '$host', 'rack1-a']]]",
                "true  | ['or', ['=', '$host', 'rack2'], ['>', '$vcpus_total', 4]]",
                "false | ['or']",
                "true  | ['and']",
                "false | ['=', '$nothing', 1]",
                "false | ['<', '$host', 9]",
                "false | ['=', '$vcpus_total', '8']"
            })
    void hosts_pass_as_they_do_in_nova(boolean expected, String query) {
        assertThat(passes(query)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "'x'",
                "7",
                "['x', 1]",
                "[['=', 1, 1]]",
                "[1]",
                "['=', {}]",
                "['and', ['x']]",
                "['=', 1"
            })
    void what_is_no_query_is_none(String query) {
        assertThat(HostQuery.of(query.replace('\'', '"'))).isEmpty();
    }

    @Test
    void a_query_has_an_end() {
        assertThat(HostQuery.of("[\"=\", \"" + "x".repeat(5000) + "\"]")).isEmpty();
        assertThat(HostQuery.of("[\"not\", ".repeat(400) + "[]" + "]".repeat(400)))
                .isPresent();
        assertThat(HostQuery.of("[".repeat(4000))).isEmpty();
    }
}
