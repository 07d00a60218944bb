/** What a server's owner writes on it: names, metadata, tags, locks. */
@NullMarked
package io.cellplane.api.servers.attribute;

import org.jspecify.annotations.NullMarked;
