/** How the process is configured: defaults, a file, the environment. */
@NullMarked
package io.cellplane.compute.config;

import org.jspecify.annotations.NullMarked;
