/** What a project may have and has. */
@NullMarked
package io.cellplane.api.limit;

import org.jspecify.annotations.NullMarked;
