@NullMarked
package io.cellplane.compute.config;

import org.jspecify.annotations.NullMarked;
