/** How hosts are asked: on the buses of their cells, where the API only asks and never commands. */
@NullMarked
package io.cellplane.api.ask;

import org.jspecify.annotations.NullMarked;
