/** The demonstration: a server moves between cells and keeps what it has. */
@NullMarked
package io.cellplane.standalone.demo;

import org.jspecify.annotations.NullMarked;
