/** The compute API and the other services as a client outside sees them. */
@NullMarked
package io.cellplane.standalone.client;

import org.jspecify.annotations.NullMarked;
