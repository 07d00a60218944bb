/** The operations as the processes that take part in them know them: workflows, activities, queues, payloads. */
@NullMarked
package io.cellplane.operations;

import org.jspecify.annotations.NullMarked;
