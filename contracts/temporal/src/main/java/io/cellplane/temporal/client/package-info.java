/** How a process reaches Temporal: connection, workers, heartbeats, payloads. */
@NullMarked
package io.cellplane.temporal.client;

import org.jspecify.annotations.NullMarked;
