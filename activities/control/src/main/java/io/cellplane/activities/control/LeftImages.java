package io.cellplane.activities.control;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Removes images that a disk has travelled in and that nobody removes any more: the move has shown its server and its
 * workflow was lost before the last step. What belongs to an operation not known here is left alone.
 */
public final class LeftImages {
    private final ApiDatabase api;
    private final Images images;
    private final ImageGrants grants;
    private final Patience patience;
    private @Nullable Instant looked;

    public LeftImages(ApiDatabase api, Images images, ImageGrants grants, Patience patience) {
        this.api = api;
        this.images = images;
        this.grants = grants;
        this.patience = patience;
    }

    /** Asks the image service now and then only, however often it is called. */
    public void sweep() {
        Instant now = api.clock().instant();
        if (looked != null && looked.plus(patience.sweeps().runningUnseen()).isAfter(now)) {
            return;
        }
        looked = now;
        images.marked()
                .forEach(image -> remove(image, now.minus(patience.sweeps().runningUnseen())));
    }

    private void remove(Image image, Instant before) {
        image.operation()
                .flatMap(api.operations()::find)
                .filter(row -> isPastUse(row) && row.updatedAt().isBefore(before))
                .ifPresent(row -> {
                    images.delete(image.id());
                    grants.revokeAll("cellplane/" + row.id() + "/");
                });
    }

    /** A server that is shown in VERIFY_RESIZE has its disk. */
    private static boolean isPastUse(OperationRow row) {
        return row.state().equals(OperationState.CLOSED) || row.state().equals(OperationState.VERIFY);
    }
}
