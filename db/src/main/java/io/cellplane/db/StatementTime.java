package io.cellplane.db;

import java.time.Duration;
import java.util.Locale;

/**
 * How long a server lets a statement run before it ends it by itself, so that nobody's slow question is taken for its
 * absence, or goes on when whoever asked has gone. In comments that only MariaDB, or only MySQL, takes for more.
 */
public final class StatementTime {
    /** {@code max_statement_time}. */
    private static final int MARIADB_OVER = 1969;
    /** {@code max_execution_time}. */
    private static final int MYSQL_OVER = 3024;

    private static final long STEP_MILLIS = 100;

    private StatementTime() {}

    /** So long, that the server's word comes before a caller who waits for so long gives up. */
    public static Duration before(Duration patience) {
        return patience.multipliedBy(3).dividedBy(4);
    }

    /** What sets it for all statements of a session. */
    static String ofSession(Duration within) {
        return "set @cellplane = 1 /*M!100100 , session max_statement_time = %s */ /*!50708 , session max_execution_time = %d */"
                .formatted(seconds(within), millis(within));
    }

    /** A query that begins with {@code select}, with a time of its own. */
    public static String of(String select, Duration within) {
        if (!select.startsWith("select ")) {
            throw new IllegalArgumentException("only what begins with select has a time: " + select);
        }
        return "/*M!100100 set statement max_statement_time = %s for */ select /*+ MAX_EXECUTION_TIME(%d) */ "
                        .formatted(seconds(within), millis(within))
                + select.substring("select ".length());
    }

    /** Whether a server has ended a statement since it took too long. */
    static boolean isOver(Throwable thrown) {
        return ServerCodes.any(thrown, code -> code == MARIADB_OVER || code == MYSQL_OVER);
    }

    /** In few different numbers, since each makes another text; 0 would be no end at all. */
    private static long millis(Duration within) {
        return Math.max(STEP_MILLIS, within.toMillis() / STEP_MILLIS * STEP_MILLIS);
    }

    private static String seconds(Duration within) {
        return String.format(Locale.ROOT, "%.1f", millis(within) / 1000.0);
    }
}
