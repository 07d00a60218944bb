/**
 * The compute API of OpenStack: check, admit, start, read. How to add a route is told at
 * {@link io.cellplane.api.http.Route}; what each request goes through is {@link io.cellplane.api.http.Gate}.
 */
@NullMarked
package io.cellplane.api;

import org.jspecify.annotations.NullMarked;
