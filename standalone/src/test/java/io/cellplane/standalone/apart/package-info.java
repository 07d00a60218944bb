/** The processes of a cloud apart. */
@NullMarked
package io.cellplane.standalone.apart;

import org.jspecify.annotations.NullMarked;
