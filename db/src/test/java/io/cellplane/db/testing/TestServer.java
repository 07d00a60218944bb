package io.cellplane.db.testing;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.ServerRow;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A server's record for tests: it runs on host h1 and nothing is being done to it, but for what is said otherwise. */
public final class TestServer {
    public static final FlavorSpec FLAVOR = new FlavorSpec("f1", "small", 1, 512, 1, 0, 0, 1, null, Map.of());

    private final UUID uuid;
    private final Instant createdAt;
    private long generation = 1;
    private @Nullable String moveState;
    private @Nullable UUID operation;
    private String project = "project";
    private String name = "name";
    private @Nullable String description;
    private @Nullable String taskState;
    private FlavorSpec flavor = FLAVOR;
    private @Nullable String host = "h1";
    private @Nullable String keyName;
    private @Nullable String keyData;
    private @Nullable String userData;

    private TestServer(UUID uuid, Instant createdAt) {
        this.uuid = uuid;
        this.createdAt = createdAt;
    }

    public static TestServer active(UUID uuid, Instant createdAt) {
        return new TestServer(uuid, createdAt);
    }

    public TestServer place(long whichGeneration, @Nullable String whichMoveState) {
        generation = whichGeneration;
        moveState = whichMoveState;
        return this;
    }

    public TestServer task(UUID whichOperation, String whichTaskState) {
        operation = whichOperation;
        taskState = whichTaskState;
        return this;
    }

    public TestServer project(String whichProject) {
        project = whichProject;
        return this;
    }

    public TestServer name(String whichName, @Nullable String whichDescription) {
        name = whichName;
        description = whichDescription;
        return this;
    }

    public TestServer flavor(FlavorSpec whichFlavor) {
        flavor = whichFlavor;
        return this;
    }

    /** @param whichHost null for none */
    public TestServer host(@Nullable String whichHost) {
        host = whichHost;
        return this;
    }

    public TestServer key(String whichName, String whichData) {
        keyName = whichName;
        keyData = whichData;
        return this;
    }

    public TestServer userData(String whichData) {
        userData = whichData;
        return this;
    }

    public ServerRow row() {
        return new ServerRow(
                null,
                uuid,
                generation,
                moveState,
                operation,
                project,
                "user",
                "image",
                null,
                null,
                "hostname",
                name,
                description,
                0,
                keyName,
                keyData,
                PowerState.RUNNING.code(),
                null,
                0,
                VmState.ACTIVE,
                taskState,
                flavor.memoryMb(),
                flavor.vcpus(),
                flavor.rootGb(),
                flavor.ephemeralGb(),
                flavor.flavorid(),
                host,
                host,
                host,
                "nova",
                userData,
                "r-1",
                createdAt,
                null,
                false,
                null,
                null,
                null,
                null,
                null,
                "/dev/vda",
                false,
                null,
                null,
                false,
                0,
                createdAt,
                null,
                null,
                false);
    }
}
