package io.cellplane.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads what the schemas let through in more than one form, and refuses in Nova's words what they cannot judge. */
public final class Values {
    private static final Set<String> TRUE = Set.of("true", "1", "on", "yes", "t", "y");
    private static final Set<String> FALSE = Set.of("false", "0", "off", "no", "f", "n");

    private static final int MOST = 255;
    private static final BigInteger MOST_NUMBER = BigInteger.valueOf(Integer.MAX_VALUE);

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

    /**
     * A text or a number as a text of 255 characters at the most, which schemas check of texts only.
     *
     * @throws io.cellplane.contracts.failure.Refused 400 when it is longer
     */
    public static String shortText(String name, JsonNode node) {
        String text = node.asText();
        if (text.length() > MOST) {
            throw invalid(name, text, text + " is too long");
        }
        return text;
    }

    /** What digits say, in ASCII: one that is larger than any number here is the largest. Empty for anything else. */
    public static Optional<Integer> number(String text) {
        return text.matches("[0-9]+")
                ? Optional.of(new BigInteger(text).min(MOST_NUMBER).intValue())
                : Optional.empty();
    }

    /** One that schemas let through, with its hyphens or without. Empty for anything else. */
    public static Optional<UUID> uuid(String text) {
        String digits = text.replace("-", "");
        return digits.matches("[0-9a-fA-F]{32}")
                ? Optional.of(new UUID(
                        Long.parseUnsignedLong(digits.substring(0, 16), 16),
                        Long.parseUnsignedLong(digits.substring(16), 16)))
                : Optional.empty();
    }

    public static Refused bad(String words) {
        return Failure.API_INVALID_INPUT.refused(words);
    }

    public static Refused invalid(String field, String value, String reason) {
        return bad("Invalid input for field/attribute %s. Value: %s. %s".formatted(field, value, reason));
    }

    /** Null when it is missing or null. */
    public static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }
}
