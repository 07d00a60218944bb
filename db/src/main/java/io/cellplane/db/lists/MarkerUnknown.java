package io.cellplane.db.lists;

import java.util.UUID;

/** The server after which a page is to begin was never there. */
public final class MarkerUnknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MarkerUnknown(UUID marker) {
        super("no server " + marker, null, false, false);
    }
}
