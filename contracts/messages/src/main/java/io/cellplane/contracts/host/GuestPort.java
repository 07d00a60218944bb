package io.cellplane.contracts.host;

import java.util.List;
import java.util.UUID;

/** One network card of a guest: a port of the network service. */
public record GuestPort(UUID id, UUID networkId, String macAddress, List<String> addresses) {}
