package io.cellplane.contracts.operation;

import java.util.Locale;

/** What an operation does ({@code operations.kind}). */
public enum Kind {
    BOOT("create"),
    DELETE("delete"),
    START("start"),
    STOP("stop"),
    REBOOT("reboot"),
    /** The guest is not asked; it comes over a reboot that does not end. */
    HARD_REBOOT("reboot"),
    /** Also a cold migration: its arguments say so. It ends at VERIFY_RESIZE, and its row holds the way back. */
    RESIZE("resize"),
    /** Gives up the way back of a resize. */
    CONFIRM("confirmResize"),
    /** Takes the way back of a resize. */
    REVERT("revertResize"),
    /** Shows the server in the state that an administrator says it is in. */
    RESET("resetState");

    private final String action;

    Kind(String action) {
        this.action = action;
    }

    /** The name of the server's action, as its trail shows it; a cold migration's is {@code migrate}. */
    public String action() {
        return action;
    }

    /** As it stands in rows and workflow ids. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Kind of(String token) {
        return valueOf(token.toUpperCase(Locale.ROOT));
    }
}
