/** What tells a client which versions there are. */
@NullMarked
package io.cellplane.api.version;

import org.jspecify.annotations.NullMarked;
