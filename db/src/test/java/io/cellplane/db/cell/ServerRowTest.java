package io.cellplane.db.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A server's record has fifty columns: where two places list them, they come to differ. */
class ServerRowTest {
    @Test
    void one_place_of_the_product_and_one_of_the_tests_builds_a_servers_record() throws IOException {
        assertThat(buildersUnder("main")).containsExactly("ServerRow.java");
        assertThat(buildersUnder("test")).containsExactly("TestServer.java");
    }

    /** In all modules. */
    private static List<String> buildersUnder(String scope) throws IOException {
        // In two words, so that this file is none of them.
        String built = "new " + "ServerRow(";
        String sources = "/src/" + scope + "/java/";
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains(sources))
                    .filter(file -> read(file).contains(built))
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
