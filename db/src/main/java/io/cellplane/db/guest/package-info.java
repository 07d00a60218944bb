/** What a cell's rows say of a guest, as its host and the guest itself are told it. */
@NullMarked
package io.cellplane.db.guest;

import org.jspecify.annotations.NullMarked;
