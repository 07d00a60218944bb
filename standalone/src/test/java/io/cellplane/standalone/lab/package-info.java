/** What is seen of a lab, of hosts that a script plays. */
@NullMarked
package io.cellplane.standalone.lab;

import org.jspecify.annotations.NullMarked;
