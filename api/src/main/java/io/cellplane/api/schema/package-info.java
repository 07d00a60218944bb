/** What a body and a query may hold, and the words that refuse it. */
@NullMarked
package io.cellplane.api.schema;

import org.jspecify.annotations.NullMarked;
