package io.cellplane.contracts.host;

import java.net.URI;

/**
 * One kind of call on one image's data, for the duration of a step: all that a host may do at the image store.
 *
 * @param data where they are
 * @param token secret; it goes into the header {@code X-Auth-Token}
 */
public record Grant(URI data, String token) {
    @Override
    public String toString() {
        return "Grant[" + data + "]";
    }
}
