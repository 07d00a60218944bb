package io.cellplane.standalone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.OneServer;

/** What the demo writes to a guest's root disk, and finds there wherever the guest goes. */
public interface Marker {
    /** MiB of the smallest flavor; each move takes twice as much. */
    int leastMemory();

    /** The body of a request for a server whose guest can be marked. */
    ObjectNode server(String name, String flavor);

    /** Writes it, or sees that it was written. @return what was done, in words */
    String write(OneServer server);

    /**
     * Looks for it where the server is now.
     *
     * @param boots how often the disk must have been booted; not every guest counts
     * @return what was seen, in words
     * @throws IllegalStateException when it is not there
     */
    String find(OneServer server, int boots);
}
