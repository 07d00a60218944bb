package io.cellplane.openstack.image;

import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import java.util.List;
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

    /** Every image that was made for an operation of ours, whichever it is: what an audit compares. */
    List<Image> marked();

    /** Makes the record, in status {@code queued}. 409 when there is one of that id. */
    Image create(NewImage image);

    /** Deletes the image, with or without data; gone already is success. 403 when it is protected, 409 when it is in use. */
    void delete(String id);
}
