@NullMarked
package io.cellplane.compute.journal;

import org.jspecify.annotations.NullMarked;
