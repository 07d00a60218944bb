/** What a conductor looks for again and again, and the one clockwork that runs it. */
@NullMarked
package io.cellplane.conductor.sweep;

import org.jspecify.annotations.NullMarked;
