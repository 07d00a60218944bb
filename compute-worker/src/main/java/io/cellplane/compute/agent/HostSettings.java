package io.cellplane.compute.agent;

import io.cellplane.compute.copy.CopySettings;
import io.cellplane.compute.copy.Throttle;
import io.cellplane.contracts.host.HostDetails.Offer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who this host is, and how disks leave and reach it.
 *
 * @param host its name in the cell, part of its subjects
 * @param cell the cell it belongs to for as long as its data folder lives
 * @param folder where its identity and its journal lie; one agent at a time
 * @param resumes whether guests that ran when it went down are to run again
 * @param offer how much of it is offered; null: as its cell has it
 * @param copies where it offers other hosts copies of what it keeps; null: nowhere
 * @param throttle of all disks that it sends and fetches
 */
public record HostSettings(
        String host,
        String cell,
        Path folder,
        boolean resumes,
        @Nullable Offer offer,
        @Nullable CopySettings copies,
        Throttle throttle) {

    /** Of which guests stay off that went off with it, and as much is offered as of any. */
    public HostSettings(String host, String cell, Path folder) {
        this(host, cell, folder, false, null, null, Throttle.NONE);
    }
}
