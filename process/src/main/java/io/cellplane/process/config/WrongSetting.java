package io.cellplane.process.config;

/** What a process is told is not what it can be told; the message names the setting and where it stands. */
public final class WrongSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongSetting(String message) {
        super(message);
    }
}
