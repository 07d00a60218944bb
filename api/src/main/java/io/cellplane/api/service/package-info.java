/** The hosts' services: list, disable, force down. */
@NullMarked
package io.cellplane.api.service;

import org.jspecify.annotations.NullMarked;
