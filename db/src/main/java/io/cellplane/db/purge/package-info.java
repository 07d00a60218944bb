/** What nobody will ask for again goes: closed operations, deleted servers and all that hangs from them. */
@NullMarked
package io.cellplane.db.purge;

import org.jspecify.annotations.NullMarked;
