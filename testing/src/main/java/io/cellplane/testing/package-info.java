/** What tests of several modules build on: a database server, a door that hangs, a clock, a port. No product knows it. */
@NullMarked
package io.cellplane.testing;

import org.jspecify.annotations.NullMarked;
