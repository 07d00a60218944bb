package io.cellplane.standalone;

import io.cellplane.contracts.Patience;
import io.cellplane.db.control.Quota;
import io.cellplane.embedded.EmbeddedMariaDb;
import io.cellplane.standalone.cloud.CloudOptions;
import io.cellplane.standalone.cloud.CloudSecrets;
import io.cellplane.standalone.cloud.Elsewhere;
import io.cellplane.standalone.cloud.HostSize;
import io.cellplane.standalone.cloud.Ports;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options that {@code up} understands, and those who start a cloud of their own. */
public final class UpOptions {
    /** Without it a flag that stands in the environment would be the opposite where it is also given. */
    private static final String GIVEN = "true";

    private static final int SIMULATED_HOSTS = 4;

    @Mixin
    private final Data data = new Data();

    @Option(names = "--api-port", paramLabel = "PORT", description = "8774")
    private @Nullable Integer apiPort;

    @Option(names = "--identity-port", paramLabel = "PORT", description = "5000")
    private @Nullable Integer identityPort;

    @Option(names = "--image-port", paramLabel = "PORT", description = "9292")
    private @Nullable Integer imagePort;

    @Option(names = "--network-port", paramLabel = "PORT", description = "9696")
    private @Nullable Integer networkPort;

    @Option(names = "--temporal-port", paramLabel = "PORT", description = "7233, of a Temporal of its own")
    private @Nullable Integer temporalPort;

    @Option(names = "--temporal-ui-port", paramLabel = "PORT", description = "8233")
    private @Nullable Integer temporalUiPort;

    @Option(
            names = "--metadata-port",
            paramLabel = "PORT",
            description = "18775, for the guests of the first cell; each other cell has the next one")
    private @Nullable Integer metadataPort;

    @Option(names = "--free-ports", fallbackValue = GIVEN, description = "any free ones; clouds.yaml names them")
    private boolean freePorts;

    @Option(
            names = "--openstack",
            fallbackValue = GIVEN,
            description = "Debian's Keystone, Glance and Neutron instead of stand-ins; root, after neighbours/install")
    boolean openstack;

    @ArgGroup(exclusive = false, heading = "Services that run elsewhere, instead of stand-ins:%n")
    private @Nullable ServiceOptions services;

    @Option(names = "--cells", paramLabel = "N", description = "cells (${DEFAULT-VALUE})")
    private int cells = 2;

    @Option(names = "--hosts", paramLabel = "N", description = "hosts in each cell (simulated 4, in a lab 2)")
    private @Nullable Integer hosts;

    @Option(names = "--host-vcpus", paramLabel = "N", description = "processors of each host (${DEFAULT-VALUE})")
    private int hostVcpus = 64;

    @Option(names = "--host-memory", paramLabel = "MIB", description = "its memory (${DEFAULT-VALUE})")
    private int hostMemory = 262_144;

    @Option(names = "--host-disk", paramLabel = "GIB", description = "its disk (${DEFAULT-VALUE})")
    private int hostDisk = 4096;

    @Option(names = "--spawn-millis", paramLabel = "N", description = "how long it takes to make a guest (0)")
    private int spawnMillis;

    @Option(names = "--no-quota", fallbackValue = GIVEN, description = "projects may have any number of servers")
    private boolean noQuota;

    @Option(names = "--memory-temporal", fallbackValue = GIVEN, description = "the in-memory Temporal in any case")
    private boolean memoryTemporal;

    @Option(names = "--apart", fallbackValue = GIVEN, description = "separate processes on real servers, which go on")
    boolean apart;

    @Option(names = "--fast", fallbackValue = GIVEN, description = "data are lost with the power: for tests")
    private boolean fast;

    @Option(names = "--hasty", fallbackValue = GIVEN, description = "every timeout short: for tests")
    private boolean hasty;

    public static CloudOptions of(List<String> words) {
        UpOptions options = new UpOptions();
        line(options, System.getenv()).parseArgs(words.toArray(String[]::new));
        return options.cloud();
    }

    /** Something with these options, where one may also be given in the environment: the words win. */
    public static CommandLine line(Object command, Map<String, String> environment) {
        return new CommandLine(command).setDefaultValueProvider(argument -> given(argument, environment));
    }

    private static @Nullable String given(ArgSpec argument, Map<String, String> environment) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp()) {
            return null;
        }
        String name = option.longestName().substring("--".length());
        String value = environment.get("CELLPLANE_" + name.replace('-', '_').toUpperCase(Locale.ROOT));
        boolean flag = option.arity().max() == 0;
        return value == null || !flag ? value : String.valueOf(!value.equals("false"));
    }

    public CloudOptions cloud() {
        return cloud(SIMULATED_HOSTS);
    }

    /** @param usual hosts in each cell where nobody says otherwise */
    CloudOptions cloud(int usual) {
        // What is told where the API is starts before it.
        Ports ports = openstack ? ports().fixed() : ports();
        CloudOptions options = CloudOptions.in(data.folder, EmbeddedMariaDb.baseIn(Data.home()))
                .withPorts(ports)
                .withCells(cells)
                .withHosts(hosts == null ? usual : hosts, new HostSize(hostVcpus, hostMemory, hostDisk))
                .withSpawn(Duration.ofMillis(spawnMillis))
                .withMemoryTemporal(memoryTemporal)
                .withFast(fast)
                .withPatience(hasty ? Patience.hasty() : Patience.standard())
                .withElsewhere(elsewhere(ports));
        return noQuota ? options.withQuota(Quota.Limits.none()) : options;
    }

    private @Nullable Elsewhere elsewhere(Ports ports) {
        if (openstack && services != null) {
            throw new Refused("--openstack starts services of its own: without --identity-url and what goes with it");
        }
        return openstack
                ? Elsewhere.beside("127.0.0.1", ports, new CloudSecrets(data.folder.resolve("secrets")), true)
                : services == null ? null : services.forCloud();
    }

    private Ports ports() {
        Ports usual = freePorts ? Ports.free() : Ports.known();
        return new Ports(
                apiPort == null ? usual.api() : apiPort,
                identityPort == null ? usual.identity() : identityPort,
                imagePort == null ? usual.image() : imagePort,
                networkPort == null ? usual.network() : networkPort,
                temporalPort == null ? usual.temporal() : temporalPort,
                temporalUiPort == null ? usual.temporalUi() : temporalUiPort,
                metadataPort == null ? usual.metadata() : metadataPort);
    }
}
