package io.cellplane.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** The data folder of one MariaDB: made once, and the command line of a server on it. */
record MariaDbData(MariaDbOptions options, MariaDbPrograms programs) {
    private static final int PASSWORD_BYTES = 16;

    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    /** Not in TLS, not by name, not over a socket file: the first costs seconds at a start, the last has a short name. */
    private static final List<String> ALWAYS = List.of(
            "--bind-address=127.0.0.1",
            "--socket=",
            "--skip-name-resolve",
            "--skip-ssl",
            "--skip-log-bin",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_general_ci",
            "--transaction-isolation=READ-COMMITTED",
            "--default-time-zone=+00:00",
            "--max-connections=500",
            "--max-prepared-stmt-count=100000",
            "--max-allowed-packet=64M",
            "--performance-schema=OFF");

    private static final List<String> DURABLE =
            List.of("--innodb-flush-log-at-trx-commit=1", "--innodb-log-file-size=256M");

    private static final List<String> FAST = List.of(
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-log-file-size=64M",
            "--innodb-doublewrite=OFF",
            "--sync-frm=OFF",
            "--debug-no-sync");

    Path tables() {
        return options.data().resolve("db");
    }

    Path log() {
        return options.data().resolve("mariadb.log");
    }

    Path pidFile() {
        return options.data().resolve("mariadb.pid");
    }

    /** Says where the server that was started last listens. */
    Path portFile() {
        return options.data().resolve("port");
    }

    /** The argument by which a server on this data is known among the processes. */
    List<String> marks() {
        return List.of("--datadir=" + tables());
    }

    /** Creates the system tables and the password unless they are there; a half-made folder is made again. */
    void initialise(Consumer<Progress> progress) throws IOException {
        if (Files.isDirectory(tables())) {
            return;
        }
        progress.accept(new Progress("initialising MariaDB", 0, 1));
        var partial = options.data().resolve("db.partial");
        MariaDbPrograms.delete(partial);
        Files.createDirectories(partial.resolve("mysql"));
        var sql = new StringBuilder("create database if not exists mysql;\nuse mysql;\nset @auth_root_socket=NULL;\n");
        for (var script : SYSTEM_TABLES) {
            sql.append(Files.readString(programs.shared(script))).append('\n');
        }
        var input = Files.writeString(options.data().resolve("bootstrap.sql"), sql);
        var log = options.data().resolve("bootstrap.log");
        var command = command(partial);
        command.addAll(List.of("--bootstrap", "--log-warnings=0", "--innodb-log-file-size=64M"));
        var process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException("MariaDB could not create its tables:\n" + Programs.lastLines(log));
        }
        Files.delete(input);
        writePassword();
        Files.move(partial, tables(), StandardCopyOption.ATOMIC_MOVE);
        progress.accept(new Progress("initialising MariaDB", 1, 1));
    }

    String password() throws IOException {
        return Files.readString(options.data().resolve("password"));
    }

    List<String> serverCommand(int port) throws IOException {
        var command = command(tables());
        command.add("--port=" + port);
        command.add("--init-file=" + grants());
        command.add("--innodb-buffer-pool-size=" + options.bufferPoolMib() + "M");
        command.addAll(ALWAYS);
        command.addAll(options.fast() ? FAST : DURABLE);
        return command;
    }

    private ArrayList<String> command(Path tables) throws IOException {
        Files.createDirectories(temporary());
        var command = new ArrayList<>(List.of(
                programs.program("mariadbd").toString(),
                "--no-defaults",
                "--datadir=" + tables,
                "--basedir=" + programs.folder(),
                "--tmpdir=" + temporary()));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--user=root");
        }
        return command;
    }

    /** Of its own: a server that starts removes the temporary tables of every other one in the same folder. */
    private Path temporary() {
        return options.data().resolve("tmp");
    }

    private Path grants() {
        return options.data().resolve("grants.sql");
    }

    /** The nameless root of a fresh server would let every user of the machine in: only ours, with a password, stays. */
    private void writePassword() throws IOException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = HexFormat.of().formatHex(bytes);
        writeSecret(options.data().resolve("password"), password);
        writeSecret(grants(), """
                CREATE USER IF NOT EXISTS 'cellplane'@'127.0.0.1' IDENTIFIED BY '%s';
                GRANT ALL PRIVILEGES ON *.* TO 'cellplane'@'127.0.0.1' WITH GRANT OPTION;
                DELETE FROM mysql.global_priv WHERE User = 'root';
                FLUSH PRIVILEGES;
                """.formatted(password));
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }
}
