package io.cellplane.compute.hypervisor;

import io.cellplane.contracts.host.BaseImage;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import java.util.Map;
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
     * @param transfer run before those beside it
     * @param beside the data of its other disks, raw, by their names; those that are missing are made anew
     */
    public record RootData(String format, DiskTransfer transfer, Map<String, DiskTransfer> beside) {
        public RootData(String format, DiskTransfer transfer) {
            this(format, transfer, Map.of());
        }
    }

    /** A running one that no operation made. */
    public static NewGuest stray(GuestSpec spec) {
        return new NewGuest(spec, null, null, true);
    }
}
