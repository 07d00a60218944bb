@NullMarked
package io.cellplane.api.hypervisor;

import org.jspecify.annotations.NullMarked;
