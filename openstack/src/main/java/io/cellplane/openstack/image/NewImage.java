package io.cellplane.openstack.image;

import java.util.Map;

/**
 * An image to be made, private and without data yet.
 *
 * @param id minted by the caller: who asks again finds it
 * @param diskFormat what the data will be, e.g. {@code raw} or {@code qcow2}
 * @param containerFormat what they will be wrapped in, mostly {@code bare}
 * @param properties further keys, e.g. {@code hw_disk_bus}
 */
public record NewImage(
        String id, String name, String diskFormat, String containerFormat, Map<String, String> properties) {

    public NewImage {
        properties = Map.copyOf(properties);
    }
}
