/** What must be true of all databases at any quiet moment, and the command that checks it. */
@NullMarked
package io.cellplane.db.audit;

import org.jspecify.annotations.NullMarked;
