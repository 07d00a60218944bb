package io.cellplane.standalone.apart;

import io.cellplane.embedded.Programs;
import io.cellplane.standins.NetworkStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Hosts that are rooms of one machine, each with a network, processes, folders and a libvirtd of its own, joined by a
 * fabric. The scripts of the folder {@code lab} make them; this says how they are called, so that they are processes like
 * all others of a cloud apart.
 *
 * @param scripts that folder
 * @param data where the hosts keep what outlives their reboot
 * @param number the lab's on this machine: each has a card and a network of its own
 * @param storageApart whether each host has a storage of its own; else those of a cell share one
 */
public record Lab(Path scripts, Path data, int number, boolean storageApart) {
    /** The bridge of each host that guests' cards are plugged into. */
    public static final String BRIDGE = "br-guests";

    public Lab(Path scripts, Path data, int number) {
        this(scripts, data, number, false);
    }

    /** Where hosts have the folder of their guests' disks. */
    private static final String INSTANCES = "/var/lib/libvirt/instances";

    private static final String NETWORK = "10.213.";
    private static final int MOST = 255;
    private static final int FIRST_HOST = 10;
    private static final int OFF_POLLS = 100;
    private static final long OFF_POLL_NANOS = 100_000_000;
    /** Of the fabric's command. */
    private static final int CARD = 3;

    private static final int LIBVIRT_PORT = 16_509;
    private static final int COPY_PORT = 7410;

    /** One with a number that no other lab of this machine has. @throws IllegalStateException saying what is missing */
    public static Lab in(Path scripts, Path data) {
        missing().ifPresent(what -> {
            throw new IllegalStateException(what);
        });
        for (int number = 0; number <= MOST; number++) {
            if (!isTaken(number)) {
                return new Lab(scripts.toAbsolutePath().normalize(), data, number);
            }
        }
        throw new IllegalStateException("this machine has " + MOST + " labs already");
    }

    /** The same, whose hosts share no storage. */
    public Lab withStorageApart() {
        return new Lab(scripts, data, number, true);
    }

    /** What this machine lacks for a lab, in one line. */
    public static Optional<String> missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("a lab makes namespaces and network cards: it needs root");
        }
        for (String program : List.of(
                "libvirtd",
                "virtlogd",
                "virtlockd",
                "virsh",
                "qemu-system-x86_64",
                "dnsmasq",
                "ip",
                "unshare",
                "syslinux")) {
            if (Programs.find(program).isEmpty()) {
                return Optional.of("a lab needs " + program + ": run lab/install");
            }
        }
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            return Optional.of("a lab needs tap devices, and there is no /dev/net/tun");
        }
        return Optional.empty();
    }

    private static boolean isTaken(int number) {
        try {
            return NetworkInterface.getByName(card(number)) != null;
        } catch (SocketException unknown) {
            return true;
        }
    }

    /** This machine's card of the lab that the fabric joins. */
    public static String card(Program fabric) {
        return fabric.command().get(CARD);
    }

    private static String card(int number) {
        return "cellplane-" + number;
    }

    /** Where hosts reach this machine. */
    public String address() {
        return NETWORK + number + ".1";
    }

    /** Of the host of that number, which begins with 1. */
    public String addressOf(int host) {
        return NETWORK + number + "." + (FIRST_HOST + host);
    }

    /** What joins the hosts; it comes before all that listens on {@link #address}. */
    public Program fabric(Path log) {
        Path folder = folder("fabric");
        return room(
                "fabric",
                Program.Role.FABRIC,
                "-",
                log,
                List.of("bash", script("fabric"), folder.toString(), card(number), address(), NetworkStandIn.PRIVATE));
    }

    /** Where the fabric's DHCP server is told which card gets which address. */
    public Path dhcp() {
        return folder("fabric").resolve("dhcp");
    }

    /** @param instances the folder of its guests' disks */
    public Program host(String name, int host, Path instances, Path log) {
        return room(
                "host-" + name,
                Program.Role.HOST,
                pidFile("fabric").toString(),
                log,
                List.of(
                        "bash",
                        script("host"),
                        folder(name).toString(),
                        name,
                        "" + host,
                        addressOf(host),
                        instances.toString()));
    }

    /** The folder of the guests' disks of that host, or of all that share it: a folder for each host is in it. */
    public static Path instances(Program host) {
        return Path.of(host.command().getLast());
    }

    private Program room(String program, Program.Role role, String next, Path log, List<String> command) {
        Path pidFile = Path.of(command.get(2), "pid");
        return new Program(
                program,
                role,
                List.of("bash", script("room"), pidFile.toString(), next),
                command,
                Map.of(),
                0,
                "room://" + pidFile.toUri().getRawPath(),
                log);
    }

    /** The libvirtd of a host. */
    public Program libvirtd(String name, int host, Path log) {
        return new Program(
                "libvirtd-" + name,
                Program.Role.LIBVIRTD,
                inside(name),
                List.of(
                        "libvirtd",
                        "--listen",
                        "--config",
                        folder(name).resolve("etc/libvirtd.conf").toString()),
                Map.of(),
                LIBVIRT_PORT,
                "tcp://" + addressOf(host) + ":" + LIBVIRT_PORT,
                log);
    }

    /** What the agent of that host is told of its hypervisor. */
    Map<String, Object> driver(int host) {
        return Map.of(
                "cellplane.hypervisor.driver",
                "libvirt",
                "cellplane.hypervisor.storage",
                INSTANCES,
                "cellplane.libvirt.address",
                addressOf(host),
                "cellplane.libvirt.vnc-address",
                addressOf(host),
                "cellplane.disks.copy-port",
                COPY_PORT);
    }

    /** What brings a command into that host. */
    public List<String> inside(String name) {
        return List.of("bash", script("inside"), pidFile(name).toString());
    }

    /** Waits until none of these runs any more. @throws IllegalStateException when one still does after a while */
    public static void awaitOff(List<Program> programs) {
        for (int i = 0;
                programs.stream().anyMatch(program -> Launcher.find(program).isPresent());
                i++) {
            if (i == OFF_POLLS) {
                throw new IllegalStateException("what ran in a host outlives it");
            }
            LockSupport.parkNanos(OFF_POLL_NANOS);
        }
    }

    private String script(String name) {
        return scripts.resolve(name).toString();
    }

    private Path pidFile(String name) {
        return folder(name).resolve("pid");
    }

    /** All that a host keeps. */
    public Path folder(String name) {
        Path folder = data.resolve("lab").resolve(name);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
