/** A lab that runs: how one begins, what is there on its hosts, and what its guests say. */
@NullMarked
package io.cellplane.standalone.lab;

import org.jspecify.annotations.NullMarked;
