/** What the processes have in common: where configuration comes from, how they log and how they stop. */
@NullMarked
package io.cellplane.process;

import org.jspecify.annotations.NullMarked;
