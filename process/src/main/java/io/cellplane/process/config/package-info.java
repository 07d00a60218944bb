/** What a process is told: its settings, read and checked in one place. */
@NullMarked
package io.cellplane.process.config;

import org.jspecify.annotations.NullMarked;
