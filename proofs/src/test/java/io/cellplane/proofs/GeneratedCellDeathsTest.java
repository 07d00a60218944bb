package io.cellplane.proofs;

import java.util.EnumSet;
import java.util.Set;

/** Of the database of the cell that a guest comes from or goes to. */
class GeneratedCellDeathsTest extends GeneratedDeaths {

    @Override
    Set<Death.Dead> dead() {
        return EnumSet.complementOf(EnumSet.of(Death.Dead.HOST));
    }
}
