/**
 * Moving a server's records from one cell's database to another: what moves is declared once, each step is a ledgered
 * transaction of one database, and at no moment does more than one copy take writes.
 */
@NullMarked
package io.cellplane.db.move;

import org.jspecify.annotations.NullMarked;
