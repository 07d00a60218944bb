/** Version discovery: what tells a client without a token which versions there are. */
@NullMarked
package io.cellplane.api.discovery;

import org.jspecify.annotations.NullMarked;
