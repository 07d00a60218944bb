/** The bus of one cell: subjects, requests with answers, nothing kept. Losing a message is normal; losing a fact is not. */
@NullMarked
package io.cellplane.bus;

import org.jspecify.annotations.NullMarked;
