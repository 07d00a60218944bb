/** The network service's ports of a server. */
@NullMarked
package io.cellplane.activities.control.ports;

import org.jspecify.annotations.NullMarked;
