@org.jspecify.annotations.NullMarked
package io.cellplane.db;
