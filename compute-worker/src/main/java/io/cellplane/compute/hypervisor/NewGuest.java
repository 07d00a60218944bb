package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import org.jspecify.annotations.Nullable;

/**
 * A guest that is to be made.
 *
 * @param maker whose guest it is; null when nobody will ask
 * @param root where the root disk's data come from; null: from the guest's image
 * @param image the guest's image; null from who does not know more of it than its id
 * @param powerOn whether it is to run
 */
public record NewGuest(
        GuestSpec spec,
        @Nullable Step maker,
        @Nullable RootData root,
        @Nullable BaseImage image,
        boolean powerOn) {

    public NewGuest(GuestSpec spec, @Nullable Step maker, @Nullable RootData root, boolean powerOn) {
        this(spec, maker, root, null, powerOn);
    }

    /**
     * Data for a root disk.
     *
     * @param format as declared
     */
    public record RootData(String format, DiskTransfer transfer) {}

    /** A running one that no operation made. */
    public static NewGuest stray(GuestSpec spec) {
        return new NewGuest(spec, null, null, true);
    }
}
