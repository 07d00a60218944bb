package io.cellplane.db;

import java.nio.charset.StandardCharsets;

/** Columns that are kept in ASCII: a database refuses to compare them with other text. */
public final class Ascii {
    private Ascii() {}

    /** Whether such a column may have this value at all. */
    public static boolean mayBe(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
