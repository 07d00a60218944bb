/** The container deployment, checked against what the processes really read. */
@NullMarked
package io.cellplane.standalone.compose;

import org.jspecify.annotations.NullMarked;
