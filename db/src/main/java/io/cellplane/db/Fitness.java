package io.cellplane.db;

import io.cellplane.db.control.CellRow;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether what answers at a cell's address is the cell's own database, with a schema that this build needs. Looked at
 * before it is worked with, and again after it was away: another may have come in its place.
 */
final class Fitness {
    private static final Logger LOG = LoggerFactory.getLogger(Fitness.class);

    private volatile @Nullable UUID fitFor;
    private volatile @Nullable String unfit;

    boolean isFit(CellRow cell) {
        return cell.uuid().equals(fitFor);
    }

    boolean isUnfit() {
        return unfit != null;
    }

    /** From here it has to be looked at again. */
    void forget() {
        fitFor = null;
    }

    /**
     * A database that is nobody's yet becomes the cell's.
     *
     * @throws CellAway if it is not to be worked with
     * @throws RuntimeException if it does not answer
     */
    void look(CellRow cell, Database database, Instant now) {
        if (isFit(cell)) {
            return;
        }
        int schema = database.schema();
        if (schema < Schema.CELL.version()) {
            throw refuse(CellAway.tooOld(cell.name(), schema));
        }
        CellIdentity own = CellIdentity.of(cell);
        CellIdentity found = database.identity().orElseGet(() -> database.claim(own, now));
        if (!found.is(cell.uuid())) {
            throw refuse(CellAway.anothers(cell.name(), own, found));
        }
        unfit = null;
        fitFor = cell.uuid();
    }

    private CellAway refuse(CellAway why) {
        fitFor = null;
        if (!String.valueOf(why.getMessage()).equals(unfit)) {
            LOG.error("{}", why.getMessage());
            unfit = why.getMessage();
        }
        return why;
    }
}
