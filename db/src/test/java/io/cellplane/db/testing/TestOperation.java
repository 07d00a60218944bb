package io.cellplane.db.testing;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.db.Json;
import io.cellplane.db.control.OperationRow;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** An operation's row for tests: asked for now by project's user, due in ten minutes, but for what is said otherwise. */
public final class TestOperation {
    private final UUID server;
    private final String kind;
    private final String state;
    private UUID id = UUID.randomUUID();
    private String project = "project";
    private String user = "user";
    private String request = "req-1";
    private String arguments = "{}";
    private Instant at = Instant.now();
    private Duration dueIn = Duration.ofMinutes(10);

    private TestOperation(UUID server, String kind, String state) {
        this.server = server;
        this.kind = kind;
        this.state = state;
    }

    public static TestOperation of(UUID server, Kind kind, String state) {
        return new TestOperation(server, kind.token(), state);
    }

    /** Of a kind that this build may not know. */
    public static TestOperation of(UUID server, String kind, String state) {
        return new TestOperation(server, kind, state);
    }

    public TestOperation id(UUID which) {
        id = which;
        return this;
    }

    public TestOperation by(String whichProject, String whichUser) {
        project = whichProject;
        user = whichUser;
        return this;
    }

    public TestOperation project(String whichProject) {
        project = whichProject;
        return this;
    }

    public TestOperation request(String whichRequest) {
        request = whichRequest;
        return this;
    }

    /** @param which a record that is written as JSON */
    public TestOperation arguments(Object which) {
        arguments = Json.write(which);
        return this;
    }

    public TestOperation at(Instant when) {
        at = when;
        return this;
    }

    /** @param after its beginning; negative when it is overdue */
    public TestOperation dueIn(Duration after) {
        dueIn = after;
        return this;
    }

    public OperationRow row() {
        return new OperationRow(
                id, server, kind, project, user, request, null, arguments, state, null, null, at.plus(dueIn), at, at);
    }
}
