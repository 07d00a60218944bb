package io.cellplane.api.cell;

import static io.cellplane.api.KnownUsers.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.servers.ServerCloud;
import io.cellplane.api.servers.ServerCloud.Answer;
import io.cellplane.db.DatabaseSettings;
import org.jspecify.annotations.Nullable;

/** What an operator asks {@code /os-cellplane-cells} for. */
record CellCalls(ServerCloud cloud) {
    static final String PATH = "/os-cellplane-cells";

    Answer call(String method, String path, @Nullable String body) {
        return cloud.call(ADMIN, "2.1", method, path, body);
    }

    JsonNode shown(String name) {
        Answer answer = call("GET", PATH + "/" + name, null);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("cell");
    }

    Answer act(String cell, String action) {
        return call("POST", PATH + "/" + cell + "/action", "{\"" + action + "\": null}");
    }

    Answer delete(String cell) {
        return call("DELETE", PATH + "/" + cell, null);
    }

    Answer create(String name, DatabaseSettings at, String bus) {
        return create(name, at, bus, "");
    }

    Answer create(String name, DatabaseSettings at, String bus, String more) {
        return call("POST", PATH, """
                {"cell": {"name": "%s", "database": {"url": "%s", "user": "%s", "password": "%s"}, "bus_url": "%s"%s}}""".formatted(name, at.url(), at.user(), at.password(), bus, more));
    }

    Answer update(String cell, String what) {
        return call("PUT", PATH + "/" + cell, "{\"cell\": " + what + "}");
    }

    JsonNode verified(String cell) {
        return call("GET", PATH + "/" + cell + "/verify", null).body().path("verify");
    }
}
