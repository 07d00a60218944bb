package io.cellplane.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What the client lists, as its JSON has it. */
final class Table {
    private Table() {}

    static List<String> column(JsonNode table, String name) {
        List<String> values = new ArrayList<>();
        table.forEach(row -> values.add(row.path(name).asText()));
        return values;
    }

    static JsonNode row(JsonNode table, String column, String value) {
        return StreamSupport.stream(table.spliterator(), false)
                .filter(row -> row.path(column).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }
}
