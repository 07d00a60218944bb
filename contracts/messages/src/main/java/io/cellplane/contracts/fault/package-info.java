/** Places at which a test may halt a process, so that it can be killed exactly there. */
@NullMarked
package io.cellplane.contracts.fault;

import org.jspecify.annotations.NullMarked;
