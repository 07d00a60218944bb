/** The same cloud as separate processes on real servers: how they are started, found, killed and stopped. */
@NullMarked
package io.cellplane.standalone.apart;

import org.jspecify.annotations.NullMarked;
