@NullMarked
package io.cellplane.api.host;

import org.jspecify.annotations.NullMarked;
