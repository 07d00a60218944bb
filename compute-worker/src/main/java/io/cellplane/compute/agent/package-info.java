/** Obeys the cell's bus, one command per server at a time, and reports upwards. */
@NullMarked
package io.cellplane.compute.agent;

import org.jspecify.annotations.NullMarked;
