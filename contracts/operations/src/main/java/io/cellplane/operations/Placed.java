package io.cellplane.operations;

import java.util.UUID;

/** The host that a boot has claimed. {@code generation} is the server's place, to be told with every write. */
public record Placed(String cell, String host, UUID provider, String availabilityZone, long generation) {}
