/** What the tests of other modules build on, too. */
@NullMarked
package io.cellplane.db.testing;

import org.jspecify.annotations.NullMarked;
