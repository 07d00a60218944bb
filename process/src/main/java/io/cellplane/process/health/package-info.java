/** Whether a process lives and can do its work, over HTTP. */
@NullMarked
package io.cellplane.process.health;

import org.jspecify.annotations.NullMarked;
