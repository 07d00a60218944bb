package io.cellplane.db;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one database.
 *
 * @param url {@code jdbc:mysql://host:port/name}, without parameters: those that correctness rests on are set here
 * @param pool how many connections at the most
 * @param connectWithin how long a caller waits for a connection, at least a quarter of a second
 * @param answerWithin how long the server may be silent in the middle of an answer (the socket's timeout)
 * @param statementWithin after how long the server ends a statement by itself; null: never
 * @param label what the pool is called in logs and metrics
 */
public record DatabaseSettings(
        String url,
        String user,
        String password,
        int pool,
        Duration connectWithin,
        Duration answerWithin,
        @Nullable Duration statementWithin,
        String label) {
    private static final Duration PATIENT = Duration.ofSeconds(30);

    public DatabaseSettings(String url, String user, String password) {
        this(url, user, password, 16, PATIENT, PATIENT, null, url.substring(url.lastIndexOf('/') + 1));
    }

    public DatabaseSettings withPool(int size) {
        return new DatabaseSettings(url, user, password, size, connectWithin, answerWithin, statementWithin, label);
    }

    public DatabaseSettings within(Duration connect, Duration answer) {
        return new DatabaseSettings(url, user, password, pool, connect, answer, statementWithin, label);
    }

    public DatabaseSettings called(String name) {
        return new DatabaseSettings(url, user, password, pool, connectWithin, answerWithin, statementWithin, name);
    }

    public DatabaseSettings endingStatementsAfter(Duration within) {
        return new DatabaseSettings(url, user, password, pool, connectWithin, answerWithin, within, label);
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + url + " " + user + "]";
    }
}
