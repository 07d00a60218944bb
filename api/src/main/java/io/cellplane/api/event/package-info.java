/** What other services tell of servers. */
@NullMarked
package io.cellplane.api.event;

import org.jspecify.annotations.NullMarked;
