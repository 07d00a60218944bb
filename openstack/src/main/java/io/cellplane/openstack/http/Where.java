package io.cellplane.openstack.http;

import java.net.URI;

/** Where a service is. */
public interface Where {
    /** Every path is appended to it; it has no slash at its end. @throws ServiceAway when nobody can tell now */
    URI root();

    /** There it did not answer as it must: it may be somewhere else by now. */
    void failed();

    /** Always there. */
    static Where at(URI root) {
        URI bare = URI.create(root.toString().replaceAll("/+$", ""));
        return new Where() {
            @Override
            public URI root() {
                return bare;
            }

            @Override
            public void failed() {}
        };
    }
}
