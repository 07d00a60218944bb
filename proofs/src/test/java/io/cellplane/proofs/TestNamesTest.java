package io.cellplane.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests are named by sentences: {@code a_dead_host_holds_nobody}. */
class TestNamesTest {
    private static final Pattern NAMED = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest)\\b(?:(?!\\bvoid\\b)[^;{}]|\\{[^{}]*})*+\\bvoid (\\w+)\\(");

    @Test
    void every_test_of_every_module_is_named_by_a_sentence() throws IOException {
        List<String> others = new ArrayList<>();
        int read = 0;
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            List<Path> tests = files.filter(file -> file.toString().contains("/src/test/java/")
                            && file.toString().endsWith(".java"))
                    .toList();
            for (Path file : tests) {
                Matcher named = NAMED.matcher(Files.readString(file));
                while (named.find()) {
                    read++;
                    if (!named.group(1).matches("[a-z0-9_]+")) {
                        others.add(file.getFileName() + ": " + named.group(1));
                    }
                }
            }
        }
        assertThat(read).as("tests read").isGreaterThan(500);
        assertThat(others).isEmpty();
    }
}
