package io.cellplane.standalone.cloud;

import io.cellplane.openstack.OpenStack;

/** Services that run without us: their catalogue knows where the compute API is, or whoever runs them tells it. */
final class OthersServices implements Services {
    private final Elsewhere at;
    private final OpenStack clients;

    OthersServices(Elsewhere at) {
        this.at = at;
        clients = at.clients();
    }

    @Override
    public void start(int api) {
        // They run.
    }

    @Override
    public OpenStack clients() {
        return clients;
    }

    @Override
    public Elsewhere at() {
        return at;
    }

    @Override
    public void close() {
        clients.close();
    }
}
