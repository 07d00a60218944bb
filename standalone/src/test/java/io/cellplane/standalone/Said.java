package io.cellplane.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/** What a command has said, and how it ended. */
record Said(int code, String words) {
    static Said of(IntSupplier command) {
        PrintStream before = System.out;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
            int code = command.getAsInt();
            return new Said(code, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
