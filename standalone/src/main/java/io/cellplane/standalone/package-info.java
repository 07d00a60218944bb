/** The commands of a person: a whole cloud in one process, its demonstration, its audit, its measurement. */
@NullMarked
package io.cellplane.standalone;

import org.jspecify.annotations.NullMarked;
