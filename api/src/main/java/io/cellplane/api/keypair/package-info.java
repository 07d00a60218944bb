/** Key pairs of users. */
@NullMarked
package io.cellplane.api.keypair;

import org.jspecify.annotations.NullMarked;
