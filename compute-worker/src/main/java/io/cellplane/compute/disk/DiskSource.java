package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.NewGuest.RootData;
import io.cellplane.contracts.host.BaseImage;
import java.util.UUID;

/** Where a root disk's data come from. */
public sealed interface DiskSource {

    /** The image of the image service, by way of the host's cache. */
    record OfImage(BaseImage image) implements DiskSource {}

    /** Data that are for this guest alone: the disk that it had in another cell. */
    record OfData(RootData data) implements DiskSource {}

    /** What a host of the same storage keeps, maybe this one; its ephemeral disk comes along. */
    record OfKept(String host, UUID operation) implements DiskSource {}
}
