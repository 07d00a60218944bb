/** A whole cloud in one JVM on embedded parts. */
@NullMarked
package io.cellplane.standalone.cloud;

import org.jspecify.annotations.NullMarked;
