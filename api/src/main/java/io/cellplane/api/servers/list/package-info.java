/** How servers are asked for. */
@NullMarked
package io.cellplane.api.servers.list;

import org.jspecify.annotations.NullMarked;
