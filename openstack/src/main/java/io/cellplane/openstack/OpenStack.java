package io.cellplane.openstack;

import io.cellplane.openstack.doctor.Doctor;
import io.cellplane.openstack.doctor.IdentityNeeds;
import io.cellplane.openstack.doctor.ImageNeeds;
import io.cellplane.openstack.doctor.NetworkNeeds;
import io.cellplane.openstack.doctor.UnifiedLimitNeeds;
import io.cellplane.openstack.http.ServiceHttp;
import io.cellplane.openstack.http.Where;
import io.cellplane.openstack.http.Wire;
import io.cellplane.openstack.identity.ApplicationCredentials;
import io.cellplane.openstack.identity.CachedIdentity;
import io.cellplane.openstack.identity.Catalogue;
import io.cellplane.openstack.identity.HttpIdentity;
import io.cellplane.openstack.identity.HttpUnifiedLimits;
import io.cellplane.openstack.identity.Identity;
import io.cellplane.openstack.identity.Listed;
import io.cellplane.openstack.identity.ServiceCredential;
import io.cellplane.openstack.identity.ServiceLogin;
import io.cellplane.openstack.identity.UnifiedLimits;
import io.cellplane.openstack.image.HttpImages;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.ImageProxy;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.network.HttpNetworks;
import io.cellplane.openstack.network.NetworkProxy;
import io.cellplane.openstack.network.Networks;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** One process's clients of the services, with one login between them. Nothing is called until it is needed. */
public final class OpenStack implements AutoCloseable {
    private final HttpClient client;
    private final ServiceHttp keystone;
    private final ServiceCredential credential;
    private final Where image;
    private final Where network;
    private final Identity identity;
    private final Images images;
    private final Networks networks;
    private final ImageProxy imageProxy;
    private final NetworkProxy networkProxy;
    private final ImageGrants grants;
    private final Function<List<Doctor.Needs>, Doctor> doctor;

    /**
     * No call is made twice.
     *
     * @param timeout for each call
     */
    public OpenStack(Endpoints endpoints, ServiceCredential credential, Duration timeout) {
        this(endpoints, credential, Wire.once(timeout));
    }

    /** @throws IllegalArgumentException when the CA file is none */
    public OpenStack(Endpoints endpoints, ServiceCredential credential, Wire wire) {
        client = wire.client();
        Clock clock = Clock.systemUTC();
        this.credential = credential;
        keystone = new ServiceHttp("identity", Where.at(endpoints.identity()), wire, client);
        ServiceLogin login = new ServiceLogin(keystone, credential, clock);
        Identity direct = new HttpIdentity(keystone, login);
        identity = new CachedIdentity(direct);
        ApplicationCredentials credentials = new ApplicationCredentials(keystone, login, direct);
        Catalogue catalogue = new Catalogue(keystone, login, endpoints.region(), endpoints.interfaces());
        image = endpoints.image() == null
                ? new Listed(() -> Endpoints.bareImage(catalogue.find("image")), clock)
                : Where.at(endpoints.image());
        network = endpoints.network() == null
                ? new Listed(() -> Endpoints.bareNetwork(catalogue.find("network")), clock)
                : Where.at(endpoints.network());
        ServiceHttp glance = new ServiceHttp("image", image, wire, client);
        ServiceHttp neutron = new ServiceHttp("network", network, wire, client);
        grants = new ImageGrants(credentials, image, clock);
        images = new HttpImages(glance, login);
        networks = new HttpNetworks(neutron, login);
        imageProxy = new ImageProxy(glance);
        networkProxy = new NetworkProxy(neutron);
        doctor = further -> new Doctor(
                keystone,
                glance,
                neutron,
                new IdentityNeeds(keystone, login, credential),
                further,
                new ImageNeeds(glance, login, credentials, image, clock),
                new NetworkNeeds(neutron, login));
    }

    /** The address of the image service, above its version; asked of the catalogue where nobody told it. */
    public URI imageRoot() {
        return image.root();
    }

    /** The address of the network service, above its version; asked of the catalogue where nobody told it. */
    public URI networkRoot() {
        return network.root();
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
        return new HttpUnifiedLimits(keystone, forSystem(), region);
    }

    private ServiceLogin forSystem() {
        return ServiceLogin.forSystem(keystone, credential, Clock.systemUTC());
    }

    public Images images() {
        return images;
    }

    public Networks networks() {
        return networks;
    }

    /** The image service as this process's callers use it. */
    public ImageProxy imageProxy() {
        return imageProxy;
    }

    /** The network service as this process's callers use it. */
    public NetworkProxy networkProxy() {
        return networkProxy;
    }

    /** Who gets at one image's data, and at nothing else. */
    public ImageGrants imageGrants() {
        return grants;
    }

    /**
     * Who finds out whether the services have what is needed of them.
     *
     * @param unifiedLimits whether the identity service keeps the limits
     */
    public Doctor doctor(boolean unifiedLimits) {
        ServiceLogin system = forSystem();
        return doctor.apply(
                unifiedLimits
                        ? List.of(
                                new UnifiedLimitNeeds(system, new HttpUnifiedLimits(keystone, system, ""), credential))
                        : List.of());
    }

    /** Cuts what is under way short. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
