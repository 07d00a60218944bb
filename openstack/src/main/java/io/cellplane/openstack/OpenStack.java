package io.cellplane.openstack;

import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.identity.ApplicationCredentials;
import io.cellplane.openstack.identity.CachedIdentity;
import io.cellplane.openstack.identity.HttpIdentity;
import io.cellplane.openstack.identity.HttpUnifiedLimits;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import io.cellplane.openstack.identity.UnifiedLimits;
import io.cellplane.openstack.image.HttpImages;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.HttpNetworks;
import io.cellplane.openstack.network.Networks;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;

/** One process's clients of the services, with one login between them. Nothing is called until it is needed. */
public final class OpenStack implements AutoCloseable {
    private final HttpClient client;
    private final ServiceHttp keystone;
    private final ServiceCredential credential;
    private final Identity identity;
    private final Images images;
    private final Networks networks;
    private final ImageGrants grants;

    /** @param timeout for each call */
    public OpenStack(Endpoints endpoints, ServiceCredential credential, Duration timeout) {
        client = ServiceHttp.client();
        this.credential = credential;
        keystone = new ServiceHttp("identity", endpoints.identity(), timeout, client);
        ServiceLogin login = new ServiceLogin(keystone, credential, Clock.systemUTC());
        Identity direct = new HttpIdentity(keystone, login);
        identity = new CachedIdentity(direct);
        grants = new ImageGrants(
                new ApplicationCredentials(keystone, login, direct), endpoints.image(), Clock.systemUTC());
        images = new HttpImages(new ServiceHttp("image", endpoints.image(), timeout, client), login);
        networks = new HttpNetworks(new ServiceHttp("network", endpoints.network(), timeout, client), login);
    }

    /** Cached for a minute. */
    public Identity identity() {
        return identity;
    }

    /**
     * The limits that the identity service keeps, not cached; asked for with a login for the whole system.
     *
     * @param region empty for the limits of no region
     */
    public UnifiedLimits unifiedLimits(String region) {
        return new HttpUnifiedLimits(keystone, ServiceLogin.forSystem(keystone, credential, Clock.systemUTC()), region);
    }

    public Images images() {
        return images;
    }

    public Networks networks() {
        return networks;
    }

    /** Who gets at one image's data, and at nothing else. */
    public ImageGrants imageGrants() {
        return grants;
    }

    /** Cuts what is under way short. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
