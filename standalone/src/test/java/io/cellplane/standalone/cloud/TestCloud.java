package io.cellplane.standalone.cloud;

import io.cellplane.contracts.Patience;
import io.cellplane.db.DatabaseSettings;
import io.cellplane.db.control.Quota;
import io.cellplane.testing.SharedMariaDb;
import io.cellplane.testing.SharedMariaDb.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** A cloud on fresh databases of the server that all tests share; what it leaves in the data folder is the test's. */
public final class TestCloud {
    private TestCloud() {}

    /** Free ports, nothing synced, everything short, no quota. */
    public static CloudOptions options(Path data) {
        return CloudOptions.in(data, data)
                .withPorts(Ports.free())
                .withMemoryTemporal(true)
                .withFast(true)
                .withPatience(Patience.hasty())
                .withQuota(Quota.Limits.none());
    }

    public static Cloud start(CloudOptions options) {
        return Cloud.on(options, TestDatabases::new, _ -> {});
    }

    /** Dropped at the end. */
    private record TestDatabases(Map<String, TestDatabase> databases) implements DatabaseServer {
        TestDatabases() {
            this(new ConcurrentHashMap<>());
        }

        @Override
        public DatabaseSettings database(String name) {
            TestDatabase database = databases.computeIfAbsent(name, SharedMariaDb::freshDatabase);
            return new DatabaseSettings(database.address(), database.user(), database.password());
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.empty();
        }

        @Override
        public void close() {
            databases.values().forEach(TestDatabase::close);
        }
    }
}
