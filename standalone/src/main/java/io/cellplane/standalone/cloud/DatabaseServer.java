package io.cellplane.standalone.cloud;

import io.cellplane.db.DatabaseSettings;
import java.util.OptionalLong;

/** Where a cloud's databases lie. */
sealed interface DatabaseServer extends AutoCloseable permits OwnDatabaseServer, TestDatabaseServer {

    /** A database, made where it is missing. */
    DatabaseSettings database(String name);

    /** The server's process, where it is this cloud's alone. */
    OptionalLong pid();

    @Override
    void close();
}
