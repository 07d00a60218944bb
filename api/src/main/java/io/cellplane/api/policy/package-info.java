/** Who may do what: one table of rules, which a file overrides. */
@NullMarked
package io.cellplane.api.policy;

import org.jspecify.annotations.NullMarked;
