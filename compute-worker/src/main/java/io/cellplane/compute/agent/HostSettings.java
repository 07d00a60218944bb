package io.cellplane.compute.agent;

import java.nio.file.Path;

/**
 * Who this host is.
 *
 * @param host its name in the cell, part of its subjects
 * @param cell the cell it belongs to for as long as its data folder lives
 * @param folder where its identity and its journal lie; one agent at a time
 */
public record HostSettings(String host, String cell, Path folder) {}
