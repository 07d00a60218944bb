@NullMarked
package io.cellplane.standalone.config;

import org.jspecify.annotations.NullMarked;
