@NullMarked
package io.cellplane.api.keypair;

import org.jspecify.annotations.NullMarked;
