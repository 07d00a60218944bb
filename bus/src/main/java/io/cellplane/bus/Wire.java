package io.cellplane.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Verb;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Records as JSON, read tolerantly so that processes of two versions understand each other: unknown fields are ignored,
 * unknown enum names and orders are null, missing lists and maps are empty.
 */
public final class Wire {
    private static final JsonMapper MAPPER = mapper();

    /** How orders are told apart. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "to")
    private interface ByVerb {}

    private Wire() {}

    public static byte[] encode(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be sent: " + message.getClass(), e);
        }
    }

    /** @throws Unreadable when the bytes are no such message */
    public static <T> T decode(byte[] payload, Class<T> type) {
        T message;
        try {
            message = MAPPER.readValue(payload, type);
        } catch (IOException e) {
            throw new Unreadable(type, e);
        }
        if (message == null) {
            throw new Unreadable(type, null);
        }
        return message;
    }

    private static JsonMapper mapper() {
        JsonMapper mapper = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .addMixIn(Order.class, ByVerb.class)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_INVALID_SUBTYPE)
                .enable(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.USE_DEFAULTS))
                .build();
        for (Verb verb : Verb.values()) {
            mapper.registerSubtypes(new NamedType(verb.order(), verb.token()));
        }
        JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);
        mapper.configOverride(Map.class).setSetterInfo(empty);
        mapper.configOverride(List.class).setSetterInfo(empty);
        return mapper;
    }
}
