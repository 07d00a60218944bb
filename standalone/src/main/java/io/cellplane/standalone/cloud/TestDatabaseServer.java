package io.cellplane.standalone.cloud;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.embedded.SharedMariaDb;
import io.cellplane.embedded.SharedMariaDb.TestDatabase;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Databases of fresh names on the server that all tests share; dropped at the end. */
record TestDatabaseServer(Map<String, TestDatabase> databases) implements DatabaseServer {
    TestDatabaseServer() {
        this(new ConcurrentHashMap<>());
    }

    @Override
    public DatabaseSettings database(String name) {
        TestDatabase database = databases.computeIfAbsent(name, SharedMariaDb::freshDatabase);
        String url = database.url().replaceAll("\\?.*", "");
        return new DatabaseSettings(url, database.user(), database.password());
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
