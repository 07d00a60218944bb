@NullMarked
package io.cellplane.api.proxy;

import org.jspecify.annotations.NullMarked;
