/** What every request goes through before a controller sees it: see {@link io.cellplane.api.http.Route}. */
@NullMarked
package io.cellplane.api.http;

import org.jspecify.annotations.NullMarked;
