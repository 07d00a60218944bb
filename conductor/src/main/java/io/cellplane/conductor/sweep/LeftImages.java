package io.cellplane.conductor.sweep;

import io.cellplane.contracts.Patience;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import java.time.Duration;
import java.time.Instant;

/**
 * Removes images that a disk has travelled in and that nobody removes any more: the move has shown its server and its
 * workflow was lost before the last step. What belongs to an operation not known here is left alone.
 */
public final class LeftImages implements Sweep {
    private final ApiDatabase api;
    private final Images images;
    private final ImageGrants grants;
    private final Patience patience;

    public LeftImages(ApiDatabase api, Images images, ImageGrants grants, Patience patience) {
        this.api = api;
        this.images = images;
        this.grants = grants;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "images";
    }

    /** The image service is asked now and then only. */
    @Override
    public Duration rest() {
        return patience.sweeps().runningUnseen();
    }

    @Override
    public void sweep(Round round) {
        Instant before = api.clock().instant().minus(patience.sweeps().runningUnseen());
        images.marked().forEach(image -> round.attempt(() -> remove(image, before)));
    }

    private void remove(Image image, Instant before) {
        image.operation()
                .flatMap(api.operations()::find)
                .filter(row -> isPastUse(row) && row.updatedAt().isBefore(before))
                .ifPresent(row -> {
                    images.delete(image.id());
                    grants.revokeAll(ImageGrants.prefix(row.id()));
                });
    }

    /** A server that is shown in VERIFY_RESIZE has its disk. */
    private static boolean isPastUse(OperationRow row) {
        return row.state().equals(OperationState.CLOSED) || row.state().equals(OperationState.VERIFY);
    }
}
