/** The form of the processes' log lines. */
@NullMarked
package io.cellplane.process.log;

import org.jspecify.annotations.NullMarked;
