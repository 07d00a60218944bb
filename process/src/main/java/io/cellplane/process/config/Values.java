package io.cellplane.process.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** From what a person writes to what a record takes. */
final class Values {
    static final JsonMapper MAPPER = mapper();

    private static final Map<Class<?>, String> WORDS = Map.of(
            int.class, "a whole number",
            double.class, "a number",
            boolean.class, "true or false",
            Duration.class, "a duration as 500ms, 30s, 5m, 2h or 1d",
            URI.class, "an address",
            List.class, "a list");

    private Values() {}

    /**
     * @param key as it is to be called when it is wrong
     * @param given as YAML or the environment has it; a list may be a text with commas
     */
    static Object taken(String key, Object given, RecordComponent component) {
        Object listed = given instanceof String text && component.getType() == List.class
                ? text.isBlank() ? List.of() : List.of(text.strip().split("\\s*,\\s*"))
                : given;
        Object value;
        try {
            value = MAPPER.convertValue(listed, MAPPER.constructType(component.getGenericType()));
        } catch (IllegalArgumentException e) {
            String words = WORDS.getOrDefault(component.getType(), "a text");
            throw new WrongSetting(key + " takes " + words + ", not '" + given + "'");
        }
        Range range = component.getAnnotation(Range.class);
        if (range != null) {
            boolean list = value instanceof List<?>;
            double number = value instanceof List<?> all ? all.size() : ((Number) value).doubleValue();
            if (number < range.least() || number > range.most()) {
                throw new WrongSetting(key + (list ? " has between " : " lies between ") + plain(range.least())
                        + " and " + plain(range.most()) + ", not " + given);
            }
        }
        return value;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .addModule(new SimpleModule()
                        .addSerializer(Duration.class, ToStringSerializer.instance)
                        .addDeserializer(Duration.class, new Durations()))
                .build();
        mapper.configOverride(Map.class).setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
        mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }

    /** None is negative. */
    private static final class Durations extends StdScalarDeserializer<Duration> {
        private static final long serialVersionUID = 1L;
        private static final Pattern SHORT = Pattern.compile("(\\d+)(ms|s|m|h|d)");
        private static final Map<String, ChronoUnit> UNITS = Map.of(
                "ms", ChronoUnit.MILLIS,
                "s", ChronoUnit.SECONDS,
                "m", ChronoUnit.MINUTES,
                "h", ChronoUnit.HOURS,
                "d", ChronoUnit.DAYS);

        Durations() {
            super(Duration.class);
        }

        @Override
        public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.hasToken(JsonToken.VALUE_STRING) ? parser.getText() : "";
            Matcher matcher = SHORT.matcher(text);
            try {
                Duration duration = matcher.matches()
                        ? Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)))
                        : Duration.parse(text);
                if (!duration.isNegative()) {
                    return duration;
                }
            } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
                return (Duration) context.handleWeirdStringValue(Duration.class, text, "%s", e.toString());
            }
            return (Duration) context.handleWeirdStringValue(Duration.class, text, "negative");
        }
    }
}
