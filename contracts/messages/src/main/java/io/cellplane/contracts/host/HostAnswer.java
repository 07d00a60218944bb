package io.cellplane.contracts.host;

import java.util.UUID;

/** What a host says when it is asked; its id tells whether it is the one that was asked. */
public interface HostAnswer {
    UUID hostUuid();
}
