package io.cellplane.compute.agent;

import java.nio.file.Path;

/**
 * Who this host is.
 *
 * @param host its name in the cell, part of its subjects
 * @param cell the cell it belongs to for as long as its data folder lives
 * @param folder where its identity and its journal lie; one agent at a time
 * @param resumes whether guests that ran when it went down are to run again
 */
public record HostSettings(String host, String cell, Path folder, boolean resumes) {

    /** Of which guests stay off that went off with it. */
    public HostSettings(String host, String cell, Path folder) {
        this(host, cell, folder, false);
    }
}
