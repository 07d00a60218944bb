/** Every operation on real guests, on the hosts of a lab, and what goes wrong on such hosts. */
@NullMarked
package io.cellplane.trials.lab;

import org.jspecify.annotations.NullMarked;
