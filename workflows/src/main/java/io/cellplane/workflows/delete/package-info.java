/** A server goes, and what could not be cleaned then is paid later. */
@NullMarked
package io.cellplane.workflows.delete;

import org.jspecify.annotations.NullMarked;
