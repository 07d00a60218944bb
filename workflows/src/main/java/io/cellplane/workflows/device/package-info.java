/** What is attached to a server changes; the server itself stays as it is. */
@NullMarked
package io.cellplane.workflows.device;

import org.jspecify.annotations.NullMarked;
