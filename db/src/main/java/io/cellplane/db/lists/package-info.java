/** Reading servers: one of them wherever it is, and lists merged over build requests and cells. */
@NullMarked
package io.cellplane.db.lists;

import org.jspecify.annotations.NullMarked;
