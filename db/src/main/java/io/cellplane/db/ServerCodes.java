package io.cellplane.db;

import java.sql.SQLException;
import java.util.function.IntPredicate;

/** The numbers by which database servers tell what went wrong. */
public final class ServerCodes {
    private ServerCodes() {}

    /** Whether a server has said such a number, however deep it lies in a failure. */
    public static boolean any(Throwable thrown, IntPredicate code) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && code.test(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }
}
