/** The list of extensions that old clients ask for. */
@NullMarked
package io.cellplane.api.extension;

import org.jspecify.annotations.NullMarked;
