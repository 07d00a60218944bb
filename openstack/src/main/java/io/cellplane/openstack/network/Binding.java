package io.cellplane.openstack.network;

import org.jspecify.annotations.Nullable;

/**
 * To whom and where a port belongs.
 *
 * @param server the id of the server
 * @param deviceOwner {@code compute:<availability zone>}
 * @param host the host's name, empty to leave the port unbound
 * @param operation who asks, as {@code operation/attempt}
 * @param index which of the server's requested networks it serves, from 0; {@link Port#ATTACHED} for none of them
 * @param tag what its card is called; null when it is not, or the server's request says it
 */
public record Binding(
        String server,
        String deviceOwner,
        String host,
        String operation,
        int index,
        @Nullable String tag) {

    /** Of a network that was asked for with the server: what it is called there says the request. */
    public Binding(String server, String deviceOwner, String host, String operation, int index) {
        this(server, deviceOwner, host, operation, index, null);
    }
}
