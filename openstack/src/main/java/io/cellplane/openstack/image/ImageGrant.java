package io.cellplane.openstack.image;

import java.net.URI;
import java.time.Instant;

/**
 * One call on one image's data, for a time.
 *
 * @param url of the data
 * @param token goes into the header {@code X-Auth-Token}
 */
public record ImageGrant(URI url, String token, Instant expires) {
    @Override
    public String toString() {
        return "ImageGrant[" + url + "]";
    }
}
