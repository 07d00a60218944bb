/** A guest is started, stopped, rebooted. */
@NullMarked
package io.cellplane.workflows.power;

import org.jspecify.annotations.NullMarked;
