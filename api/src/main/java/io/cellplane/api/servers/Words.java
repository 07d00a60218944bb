package io.cellplane.api.servers;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the schemas let through in more than one form, and refuses with Nova's words. */
final class Words {
    private static final Set<String> TRUE = Set.of("true", "1", "on", "yes", "t", "y");
    private static final Set<String> FALSE = Set.of("false", "0", "off", "no", "f", "n");

    private Words() {}

    /** @return null when it is neither true nor false */
    static @Nullable Boolean bool(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(plain) ? Boolean.TRUE : FALSE.contains(plain) ? Boolean.FALSE : null;
    }

    static boolean isTrue(JsonNode node) {
        return node.isBoolean() ? node.booleanValue() : Boolean.TRUE.equals(bool(node.asText()));
    }

    static @Nullable String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? null : node.asText();
    }

    static Refused bad(String words) {
        return Failure.API_INVALID_INPUT.refused(words);
    }

    static Refused invalid(String field, String value, String reason) {
        return bad("Invalid input for field/attribute %s. Value: %s. %s".formatted(field, value, reason));
    }
}
