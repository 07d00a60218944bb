/** The operations as workflows: their types, what they are given, how they end, and the names of their queues and ids. */
@NullMarked
package io.cellplane.temporal.flow;

import org.jspecify.annotations.NullMarked;
