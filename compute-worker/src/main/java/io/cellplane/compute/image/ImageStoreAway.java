package io.cellplane.compute.image;

import org.jspecify.annotations.Nullable;

/** The image store does not answer, or not now, or the grant is over: nothing is known of the next try. */
public final class ImageStoreAway extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ImageStoreAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
