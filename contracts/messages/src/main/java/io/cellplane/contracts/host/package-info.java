/** What goes over a cell's bus: commands down to a host, answers, and the host's reports up. */
@NullMarked
package io.cellplane.contracts.host;

import org.jspecify.annotations.NullMarked;
