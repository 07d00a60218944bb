/** Small servers that speak the protocols of identity, image and network: for the cloud in one command, and for tests. */
@NullMarked
package io.cellplane.standins;

import org.jspecify.annotations.NullMarked;
