/** What a guest is told of itself, in the words of Nova: by its config drive and by its cell's metadata process alike. */
@NullMarked
package io.cellplane.guest;

import org.jspecify.annotations.NullMarked;
