@NullMarked
package io.cellplane.api.http;

import org.jspecify.annotations.NullMarked;
