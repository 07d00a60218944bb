package io.cellplane.compute.hypervisor;

import java.nio.file.Path;

/** Carries the data of a whole disk between a file and somewhere else. */
@FunctionalInterface
public interface DiskTransfer {

    /** @return false when everything was where it should be already */
    boolean run(Path file) throws InterruptedException;
}
