/** What an administrator is told of records and hosts that do not agree. */
@NullMarked
package io.cellplane.api.audit;

import org.jspecify.annotations.NullMarked;
