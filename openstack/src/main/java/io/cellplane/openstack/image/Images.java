package io.cellplane.openstack.image;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import java.util.Optional;

/**
 * The image service. Every call throws {@link ServiceAway} when it cannot be asked, and {@link ServiceRefused} with
 * 401 or 403 when it turns the caller's token away.
 */
public interface Images {
    /** The image, asked for with this process's own token; empty when there is none. */
    Optional<Image> get(String id);

    /** The image, asked for with the caller's token; empty when there is none that the caller may see. */
    Optional<Image> get(String id, String callersToken);
}
