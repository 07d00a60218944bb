/** What is being done to a server, as rows and workflows name it. */
@NullMarked
package io.cellplane.contracts.operation;

import org.jspecify.annotations.NullMarked;
