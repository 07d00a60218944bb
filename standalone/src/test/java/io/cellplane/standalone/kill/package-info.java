/** The kill suite's short form. */
@NullMarked
package io.cellplane.standalone.kill;

import org.jspecify.annotations.NullMarked;
