/** What is attached to servers, changed while they are there. */
@NullMarked
package io.cellplane.api.servers.attach;

import org.jspecify.annotations.NullMarked;
