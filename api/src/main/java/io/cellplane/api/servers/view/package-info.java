/** How a server is shown. */
@NullMarked
package io.cellplane.api.servers.view;

import org.jspecify.annotations.NullMarked;
