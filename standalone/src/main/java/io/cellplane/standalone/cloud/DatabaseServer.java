package io.cellplane.standalone.cloud;

import io.cellplane.db.DatabaseSettings;
import java.util.OptionalLong;

/** Where a cloud's databases lie. */
public interface DatabaseServer extends AutoCloseable {

    /** A database, made where it is missing. */
    DatabaseSettings database(String name);

    /** The server's process, where it is this cloud's alone. */
    OptionalLong pid();

    @Override
    void close();
}
