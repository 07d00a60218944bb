package io.cellplane.api.quota;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.control.QuotaResource;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What sets of limits look like: which limits they show changes with the microversion. */
final class QuotaBodies {
    private static final BigInteger MOST = BigInteger.valueOf(Integer.MAX_VALUE);

    private QuotaBodies() {}

    /**
     * @param id null where the answer has none
     * @param value of each limit; {@code shown} says which there are
     */
    static Map<String, Object> set(
            String name, @Nullable String id, Stream<QuotaResource> shown, Function<QuotaResource, Object> value) {
        Map<String, Object> set = new LinkedHashMap<>();
        if (id != null) {
            set.put("id", id);
        }
        shown.forEach(resource -> set.put(resource.id(), value.apply(resource)));
        return Map.of(name, set);
    }

    static Stream<QuotaResource> ofSets(Call call) {
        return Stream.of(QuotaResource.values()).filter(resource -> switch (resource) {
            case FIXED_IPS, FLOATING_IPS, SECURITY_GROUPS, SECURITY_GROUP_RULES -> !call.since(36);
            case INJECTED_FILES, INJECTED_FILE_CONTENT_BYTES, INJECTED_FILE_PATH_BYTES -> !call.since(57);
            default -> true;
        });
    }

    static Stream<QuotaResource> ofClasses(Call call) {
        return Stream.of(QuotaResource.values()).filter(resource -> switch (resource) {
            case FIXED_IPS, FLOATING_IPS, SECURITY_GROUPS, SECURITY_GROUP_RULES -> !call.since(50);
            case SERVER_GROUPS, SERVER_GROUP_MEMBERS -> call.since(50);
            case INJECTED_FILES, INJECTED_FILE_CONTENT_BYTES, INJECTED_FILE_PATH_BYTES -> !call.since(57);
            default -> true;
        });
    }

    /**
     * The limits that a body sets, in its order.
     *
     * @throws Refused 400 for a text whose number is too small or too large, which the schema does not see
     */
    static Map<QuotaResource, Integer> limits(JsonNode set) {
        if (set.has("networks")) {
            throw Values.bad("The networks quota has been removed");
        }
        Map<QuotaResource, Integer> limits = new LinkedHashMap<>();
        set.properties()
                .forEach(entry -> QuotaResource.of(entry.getKey())
                        .ifPresent(resource -> limits.put(resource, number(entry.getKey(), entry.getValue()))));
        return limits;
    }

    private static int number(String name, JsonNode value) {
        if (!value.isTextual()) {
            return value.asInt();
        }
        String text = value.asText();
        if (!text.matches("-?[0-9]+")) {
            throw Values.invalid(name, text, "'" + text + "' is not a number");
        }
        BigInteger number = new BigInteger(text);
        if (number.compareTo(BigInteger.ONE.negate()) < 0) {
            throw Values.invalid(name, text, text + " is less than the minimum of -1");
        }
        if (number.compareTo(MOST) > 0) {
            throw Values.invalid(name, text, text + " is greater than the maximum of " + MOST);
        }
        return number.intValue();
    }
}
