/** Databases: one Micronaut context per database, its transactions, the step ledger, schema and secrets. */
@NullMarked
package io.cellplane.db;

import org.jspecify.annotations.NullMarked;
