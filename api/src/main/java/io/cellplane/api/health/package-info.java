/** What is measured of the API's requests. */
@NullMarked
package io.cellplane.api.health;

import org.jspecify.annotations.NullMarked;
