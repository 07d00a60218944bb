package io.cellplane.compute.copy;

/**
 * Where a host offers copies of what it keeps.
 *
 * @param address where it listens, and where the cell's other hosts reach it
 * @param port 0: any that is free, another one after each start
 */
public record CopySettings(String address, int port) {}
