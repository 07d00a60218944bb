package io.cellplane.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** A schema's violation in the words that clients of Nova know, values written as Python writes them. */
final class Violation {
    private static final String PASSWORD = "password";
    private static final Pattern CREDENTIALS = Pattern.compile("://[^/\\s]*@");

    private Violation() {}

    static String words(ValidationMessage message, JsonNode whole, String what, boolean isBody) {
        JsonNodePath path = message.getInstanceLocation();
        JsonNode value = at(hiding(whole), path);
        String reason = reason(message, value);
        if (path.getNameCount() == 0) {
            return reason;
        }
        Object named = path.getElement(isBody ? path.getNameCount() - 1 : 0);
        return "Invalid input for %s %s. Value: %s. %s".formatted(what, named, plain(value), reason);
    }

    /** The same without what nobody may read where an error is shown: passwords, also those in addresses. */
    private static JsonNode hiding(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode shown = object.objectNode();
            object.properties()
                    .forEach(entry -> shown.set(
                            entry.getKey(),
                            entry.getKey().equals(PASSWORD) ? object.textNode("***") : hiding(entry.getValue())));
            return shown;
        }
        return node.isTextual() ? TextNode.valueOf(shown(node.asText())) : node;
    }

    private static String shown(String text) {
        String address = CREDENTIALS.matcher(text).replaceAll("://***@");
        return address.startsWith("jdbc:") ? address.replaceAll("\\?.*", "?***") : address;
    }

    private static JsonNode at(JsonNode whole, JsonNodePath path) {
        JsonNode node = whole;
        for (int i = 0; i < path.getNameCount(); i++) {
            Object element = path.getElement(i);
            node = element instanceof Integer index ? node.path(index) : node.path(String.valueOf(element));
        }
        return node;
    }

    private static String reason(ValidationMessage message, JsonNode value) {
        JsonNode expected = message.getSchemaNode();
        return switch (message.getType()) {
            case "required" -> "'" + message.getProperty() + "' is a required property";
            case "additionalProperties", "unevaluatedProperties" ->
                "Additional properties are not allowed ('" + message.getProperty() + "' was unexpected)";
            case "type" -> python(value) + " is not of type " + types(expected);
            case "enum" -> python(value) + " is not one of " + python(expected);
            case "pattern", "patternProperties", "propertyNames" ->
                python(value) + " does not match '" + expected.asText() + "'";
            case "minLength", "minItems" -> python(value) + " is too short";
            case "maxLength", "maxItems" -> python(value) + " is too long";
            case "minProperties" -> python(value) + " does not have enough properties";
            case "maxProperties" -> python(value) + " has too many properties";
            case "minimum" -> plain(value) + " is less than the minimum of " + expected.asText();
            case "maximum" -> plain(value) + " is greater than the maximum of " + expected.asText();
            case "uniqueItems" -> python(value) + " has non-unique elements";
            case "format" -> python(value) + " is not a '" + expected.asText() + "'";
            case "oneOf", "anyOf" -> python(value) + " is not valid under any of the given schemas";
            default -> python(value) + " is not allowed here";
        };
    }

    private static String types(JsonNode expected) {
        if (expected.isArray()) {
            List<String> names = new ArrayList<>();
            expected.forEach(name -> names.add("'" + name.asText() + "'"));
            return String.join(", ", names);
        }
        return "'" + expected.asText() + "'";
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : python(value);
    }

    private static String python(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "'" + value.asText() + "'";
            case NULL, MISSING -> "None";
            case BOOLEAN -> value.asBoolean() ? "True" : "False";
            case ARRAY ->
                StreamSupport.stream(value.spliterator(), false)
                        .map(Violation::python)
                        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
            case OBJECT ->
                value.properties().stream()
                        .map(entry -> "'" + entry.getKey() + "': " + python(entry.getValue()))
                        .collect(java.util.stream.Collectors.joining(", ", "{", "}"));
            default -> value.asText();
        };
    }
}
