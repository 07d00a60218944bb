package io.cellplane.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of bodies that a schema has accepted, in the several forms that Nova takes them. */
public final class Values {
    private static final Set<String> TRUE = Set.of("true", "1", "on", "yes", "t", "y");
    private static final Set<String> FALSE = Set.of("false", "0", "off", "no", "f", "n");

    private Values() {}

    /** What is missing or null is the standard. */
    public static boolean bool(JsonNode node, boolean standard) {
        if (node.isBoolean()) {
            return node.asBoolean();
        }
        return (node.isTextual() || node.isNumber())
                ? TRUE.contains(node.asText().strip().toLowerCase(Locale.ROOT))
                : standard;
    }

    /** Null when it is not a word for yes or no. */
    public static @Nullable Boolean bool(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word)) {
            return true;
        }
        return FALSE.contains(word) ? false : null;
    }

    /** Null when it is missing or null. */
    public static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }
}
