package io.cellplane.db.audit;

import io.cellplane.db.control.ApiDatabase;
import java.util.List;

/** Compares the images that disks travel in with the operations that made them: none outlives its own. */
public final class ImageAudit {
    private ImageAudit() {}

    /**
     * An operation that is not known here may be another installation's: its images are left alone.
     *
     * @param images every image that the image service holds for an operation
     */
    public static List<Finding> of(ApiDatabase api, List<HeldImage> images) {
        return images.stream()
                .filter(image -> api.operations()
                        .find(image.operation())
                        .filter(row -> !row.isOpen())
                        .isPresent())
                .map(image -> new Finding(
                        "I4",
                        "image " + image.id() + " is held for an operation that is over",
                        image.server(),
                        image.operation(),
                        null,
                        null))
                .toList();
    }
}
