@NullMarked
package io.cellplane.api.audit;

import org.jspecify.annotations.NullMarked;
