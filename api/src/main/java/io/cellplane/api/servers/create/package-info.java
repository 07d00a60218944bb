/** What a create is checked against, and how it is accepted. */
@NullMarked
package io.cellplane.api.servers.create;

import org.jspecify.annotations.NullMarked;
