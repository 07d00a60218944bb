/** The servers that a cloud in one command and the tests start themselves: MariaDB and Temporal. */
@NullMarked
package io.cellplane.embedded;

import org.jspecify.annotations.NullMarked;
