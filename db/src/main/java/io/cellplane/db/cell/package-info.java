/** One cell's database: the servers that live there and what hangs from them. */
@NullMarked
package io.cellplane.db.cell;

import org.jspecify.annotations.NullMarked;
