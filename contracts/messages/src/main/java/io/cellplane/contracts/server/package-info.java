/** The states of a server, with the names that OpenStack's clients know. */
@NullMarked
package io.cellplane.contracts.server;

import org.jspecify.annotations.NullMarked;
