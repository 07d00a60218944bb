/** Tests of {@link io.cellplane.api.servers}, through HTTP. */
@NullMarked
package io.cellplane.api.servers;

import org.jspecify.annotations.NullMarked;
