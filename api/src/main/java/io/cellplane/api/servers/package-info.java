/** Servers: created, shown, listed, deleted, and what hangs from them. */
@NullMarked
package io.cellplane.api.servers;

import org.jspecify.annotations.NullMarked;
