/** The process on a hypervisor's host. Knows no database and no Temporal. */
@NullMarked
package io.cellplane.compute;

import org.jspecify.annotations.NullMarked;
