package io.cellplane.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.cellplane.api.version.Microversion;
import io.cellplane.contracts.failure.Failure;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The schemas of bodies and queries. A file {@code schemas/<file>.json} holds an object of names; each name an object
 * of microversions. The first is a whole schema, each later one a merge patch (RFC 7396) on the one before, so that it
 * says only what that microversion changed. {@code {"$ref": "common:name"}} puts in a definition of
 * {@code schemas/common.json}.
 *
 * <p>A query's schema sees each key as the array of its values.
 */
@Singleton
public final class Schemas {
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final String COMMON = "common:";

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, ObjectNode> files = new ConcurrentHashMap<>();
    private final Map<String, NavigableMap<Microversion, JsonSchema>> compiled = new ConcurrentHashMap<>();

    /** @throws io.cellplane.contracts.failure.Refused 400 in Nova's words when the body is not as it has to be */
    public void checkBody(Body of, Microversion version, JsonNode body, boolean isLegacy) {
        refuse(violations(versions(of), version, body, isLegacy), body, "field/attribute", true);
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 in Nova's words when the query is not as it has to be */
    public void checkQuery(String name, Microversion version, JsonNode query, boolean isLegacy) {
        refuse(violations(versions(name), version, query, isLegacy), query, "query parameters", false);
    }

    /** The oldest API ignores what it does not know. */
    private static List<ValidationMessage> violations(
            NavigableMap<Microversion, JsonSchema> schemas, Microversion version, JsonNode node, boolean isLegacy) {
        Map.Entry<Microversion, JsonSchema> schema = schemas.floorEntry(version);
        if (schema == null) {
            throw new IllegalStateException("no schema for " + version + ", only " + schemas.keySet());
        }
        return schema.getValue().validate(node).stream()
                .filter(message -> !isLegacy || !message.getType().equals("additionalProperties"))
                .sorted(Comparator.comparingInt(
                        message -> message.getInstanceLocation().getNameCount()))
                .toList();
    }

    private static void refuse(List<ValidationMessage> found, JsonNode whole, String what, boolean isBody) {
        if (!found.isEmpty()) {
            throw Failure.API_INVALID_INPUT.refused(Violation.words(found.getFirst(), whole, what, isBody));
        }
    }

    /** @throws IllegalStateException when there is no such schema */
    public NavigableMap<Microversion, JsonSchema> versions(Body of) {
        return switch (of) {
            case Body.Schema schema -> versions(schema.name());
            case Body.Nothing nothing -> compiled.computeIfAbsent(nothing.key(), this::nothing);
        };
    }

    /** @throws IllegalStateException when there is no such schema */
    public NavigableMap<Microversion, JsonSchema> versions(String name) {
        return compiled.computeIfAbsent(name, this::compile);
    }

    private NavigableMap<Microversion, JsonSchema> nothing(String key) {
        ObjectNode schema = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        schema.putArray("required").add(key);
        schema.putObject("properties").putObject(key);
        return new TreeMap<>(Map.of(Microversion.MIN, FACTORY.getSchema(schema)));
    }

    private NavigableMap<Microversion, JsonSchema> compile(String name) {
        int slash = name.indexOf('/');
        JsonNode steps = file(name.substring(0, slash)).path(name.substring(slash + 1));
        if (!steps.isObject()) {
            throw new IllegalStateException("no schema " + name);
        }
        TreeMap<Microversion, JsonNode> patches = new TreeMap<>();
        steps.properties().forEach(step -> patches.put(Microversion.parse(step.getKey()), step.getValue()));
        TreeMap<Microversion, JsonSchema> schemas = new TreeMap<>();
        JsonNode current = json.createObjectNode();
        for (Map.Entry<Microversion, JsonNode> patch : patches.entrySet()) {
            current = merge(current.deepCopy(), patch.getValue());
            schemas.put(patch.getKey(), FACTORY.getSchema(resolved(current.deepCopy())));
        }
        return schemas;
    }

    private ObjectNode file(String name) {
        return files.computeIfAbsent(name, file -> {
            try (InputStream in = Schemas.class.getResourceAsStream("/schemas/" + file + ".json")) {
                if (in == null) {
                    throw new IllegalStateException("no file of schemas " + file);
                }
                return (ObjectNode) json.readTree(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        ObjectNode merged = target instanceof ObjectNode object ? object : json.createObjectNode();
        patch.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                merged.remove(entry.getKey());
            } else {
                merged.set(entry.getKey(), merge(merged.path(entry.getKey()), entry.getValue()));
            }
        });
        return merged;
    }

    private JsonNode resolved(JsonNode node) {
        String ref = node.path("$ref").asText();
        if (ref.startsWith(COMMON)) {
            JsonNode definition = file("common").path(ref.substring(COMMON.length()));
            if (definition.isMissingNode()) {
                throw new IllegalStateException("no common definition " + ref);
            }
            return resolved(definition.deepCopy());
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> entry.setValue(resolved(entry.getValue())));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                ((com.fasterxml.jackson.databind.node.ArrayNode) node).set(i, resolved(node.get(i)));
            }
        }
        return node;
    }
}
