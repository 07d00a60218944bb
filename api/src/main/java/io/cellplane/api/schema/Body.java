package io.cellplane.api.schema;

/** What a body may hold. */
public sealed interface Body {
    /** What a file says, {@code file/name}; see {@link Schemas}. */
    record Schema(String name) implements Body {}

    /** One key and nothing besides, whatever is in it: the body of an action that takes nothing. */
    record Nothing(String key) implements Body {}

    static Body schema(String name) {
        return new Schema(name);
    }

    static Body nothing(String key) {
        return new Nothing(key);
    }
}
