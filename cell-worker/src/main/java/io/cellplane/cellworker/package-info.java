/** The process that serves a cell, or a few: their records, the relay to their hosts, and what their hosts report. */
@NullMarked
package io.cellplane.cellworker;

import org.jspecify.annotations.NullMarked;
