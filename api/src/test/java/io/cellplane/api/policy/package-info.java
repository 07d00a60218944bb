@NullMarked
package io.cellplane.api.policy;

import org.jspecify.annotations.NullMarked;
