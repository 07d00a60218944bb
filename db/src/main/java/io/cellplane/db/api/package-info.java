/** The control level's database: where servers live, what is being done to them, what they hold. */
@NullMarked
package io.cellplane.db.api;

import org.jspecify.annotations.NullMarked;
