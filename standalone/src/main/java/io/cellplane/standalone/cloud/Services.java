package io.cellplane.standalone.cloud;

import io.cellplane.openstack.OpenStack;

/** Identity, image and network, and this process's clients of them. */
interface Services extends AutoCloseable {
    /** They answer from now on; the catalogue says that the compute API is on that port. */
    void start(int api);

    OpenStack clients();

    /** Where they are. */
    Elsewhere at();

    @Override
    void close();

    /** Those that the cloud is to have. */
    static Services of(CloudOptions options, CloudSecrets secrets) {
        Elsewhere elsewhere = options.elsewhere();
        return elsewhere == null
                ? new StandIns(options.data(), options.ports(), secrets)
                : new OthersServices(elsewhere);
    }
}
