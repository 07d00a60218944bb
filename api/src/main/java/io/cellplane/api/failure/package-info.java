/** The one place where failures become OpenStack's error bodies. */
@NullMarked
package io.cellplane.api.failure;

import org.jspecify.annotations.NullMarked;
