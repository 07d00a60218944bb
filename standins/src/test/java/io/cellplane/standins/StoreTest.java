package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path data;

    @Test
    void what_is_put_replaced_and_removed_is_so_afterwards() {
        Path file = data.resolve("deep/things.jsonl");
        try (Store store = new Store(file)) {
            Shelf shelf = store.shelf("thing").indexed("colour");
            shelf.put("a", thing("red"));
            shelf.put("b", thing("red"));
            shelf.put("a", thing("blue"));
            shelf.put("c", thing("blue"));
            assertThat(shelf.remove("c")).isTrue();
            assertThat(shelf.remove("c")).isFalse();
            assertThat(shelf.by("colour", "red")).hasSize(1);
        }
        try (Store store = new Store(file)) {
            Shelf shelf = store.shelf("thing").indexed("colour");
            assertThat(shelf.all()).containsExactly(thing("blue"), thing("red"));
            assertThat(shelf.by("colour", "blue")).containsExactly(thing("blue"));
        }
    }

    @Test
    void a_torn_last_line_is_dropped() throws Exception {
        Path file = data.resolve("things.jsonl");
        try (Store store = new Store(file)) {
            store.shelf("thing").put("a", thing("red"));
        }
        Files.writeString(file, Files.readString(file) + "{\"kind\":\"thing\",\"id\":\"b\",\"val");
        try (Store store = new Store(file)) {
            assertThat(store.shelf("thing").all()).hasSize(1);
            store.shelf("thing").put("c", thing("blue"));
        }
        try (Store store = new Store(file)) {
            assertThat(store.shelf("thing").all()).hasSize(2);
        }
    }

    @Test
    void a_seeding_that_was_cut_short_starts_over() {
        Path file = data.resolve("things.jsonl");
        try (Store store = new Store(file)) {
            store.shelf("thing").put("half", thing("red"));
        }
        for (int start = 0; start < 2; start++) {
            try (Store store = new Store(file)) {
                store.shelf("thing");
                store.once(() -> store.shelf("thing").put("a", thing("red")));
                assertThat(store.shelf("thing").all()).hasSize(1);
            }
        }
    }

    /** A process of its own writes and is killed; every change that it had answered is there. */
    @Test
    void a_kill_loses_nothing_that_was_answered() throws Exception {
        Path file = data.resolve("things.jsonl");
        Process writer = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Endless.class.getName(),
                        file.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int answered = -1;
        try (BufferedReader out = writer.inputReader(StandardCharsets.UTF_8)) {
            while (answered < 2000) {
                answered = Integer.parseInt(out.readLine());
            }
            writer.destroyForcibly().waitFor();
        }
        try (Store store = new Store(file)) {
            for (int i = 0; i <= answered; i++) {
                assertThat(store.shelf("thing").get("t" + i)).isPresent();
            }
        }
    }

    static final class Endless {
        private Endless() {}

        public static void main(String[] args) {
            try (Store store = new Store(Path.of(args[0]))) {
                for (int i = 0; i < 1_000_000; i++) {
                    store.shelf("thing").put("t" + i, thing("red"));
                    System.out.println(i);
                }
            }
        }
    }

    static ObjectNode thing(String colour) {
        return Docs.object().put("colour", colour);
    }
}
