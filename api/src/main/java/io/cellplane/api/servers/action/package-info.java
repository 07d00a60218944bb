/** What {@code POST /servers/{id}/action} can do: one bean for each key of its body. */
@NullMarked
package io.cellplane.api.servers.action;

import org.jspecify.annotations.NullMarked;
