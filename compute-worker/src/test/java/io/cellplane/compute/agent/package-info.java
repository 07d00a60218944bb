@NullMarked
package io.cellplane.compute.agent;

import org.jspecify.annotations.NullMarked;
