/** What holds for every route and controller. */
@NullMarked
package io.cellplane.api.house;

import org.jspecify.annotations.NullMarked;
