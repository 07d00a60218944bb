@NullMarked
package io.cellplane.standalone.cloud;

import org.jspecify.annotations.NullMarked;
