/** What operators do with hosts beyond Nova's services: retire them, strike their debts, approve what they have. */
@NullMarked
package io.cellplane.api.host;

import org.jspecify.annotations.NullMarked;
