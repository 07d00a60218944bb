package io.cellplane.proofs;

import java.util.EnumSet;
import java.util.Set;

/** Of the host that a guest comes from or goes to. */
class GeneratedHostDeathsTest extends GeneratedDeaths {

    @Override
    Set<Death.Dead> dead() {
        return EnumSet.of(Death.Dead.HOST);
    }
}
