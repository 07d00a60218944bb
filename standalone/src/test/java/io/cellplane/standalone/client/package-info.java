/** The real client against the whole cloud. */
@NullMarked
package io.cellplane.standalone.client;

import org.jspecify.annotations.NullMarked;
