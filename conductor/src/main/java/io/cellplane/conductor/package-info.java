/** The process that runs the workflows, decides at the control level, and sees to it that every open row is worked on. */
@NullMarked
package io.cellplane.conductor;

import org.jspecify.annotations.NullMarked;
