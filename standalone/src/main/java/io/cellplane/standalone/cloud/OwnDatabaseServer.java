package io.cellplane.standalone.cloud;

import io.cellplane.db.DatabaseSettings;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.embedded.MariaDbOptions;
import io.cellplane.embedded.Progress;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A MariaDB of the cloud's own. */
record OwnDatabaseServer(EmbeddedMariaDb server) implements DatabaseServer {

    static OwnDatabaseServer start(CloudOptions options, Consumer<Progress> progress) {
        MariaDbOptions plain =
                MariaDbOptions.in(options.programs(), options.data().resolve("mariadb"));
        return new OwnDatabaseServer(EmbeddedMariaDb.start(options.fast() ? plain.forTests() : plain, progress));
    }

    @Override
    public DatabaseSettings database(String name) {
        server.createDatabase(name);
        String url = "jdbc:mysql://127.0.0.1:" + server.port() + "/" + name;
        return new DatabaseSettings(url, server.user(), server.password());
    }

    @Override
    public OptionalLong pid() {
        return OptionalLong.of(server.pid());
    }

    @Override
    public void close() {
        server.close();
    }
}
