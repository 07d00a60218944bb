@NullMarked
package io.cellplane.process.log;

import org.jspecify.annotations.NullMarked;
