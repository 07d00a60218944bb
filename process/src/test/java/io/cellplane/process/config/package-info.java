@NullMarked
package io.cellplane.process.config;

import org.jspecify.annotations.NullMarked;
