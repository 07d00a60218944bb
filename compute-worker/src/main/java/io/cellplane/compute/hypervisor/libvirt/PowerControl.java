package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.compute.hypervisor.Refusals;
import io.cellplane.compute.hypervisor.libvirt.Domains.Seen;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.server.PowerState;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.libvirt.Domain;
import org.libvirt.Domain.CreateFlags;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** Switches domains on and off, and everything in between. */
final class PowerControl {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** Guests that are just coming up do not hear the first one. */
    private static final Duration ASK_AGAIN_EVERY = Duration.ofSeconds(10);
    /** Writing a guest's memory to the disk, and reading it. */
    private static final Duration MEMORY = Duration.ofMinutes(20);

    private final LibvirtSettings settings;
    private final Domains domains;
    private final Calls calls;

    PowerControl(LibvirtSettings settings, Domains domains, Calls calls) {
        this.settings = settings;
        this.domains = domains;
        this.calls = calls;
    }

    PowerState change(UUID server, Power power) throws InterruptedException {
        Seen seen = domains.find(server).orElseThrow(() -> Refusals.noGuest(server));
        if (seen.runs() && seen.unstarted()) {
            started(seen);
        }
        PowerState then = power.after(seen.power())
                .orElseThrow(() -> Refusals.notAllowed(server, settings.host(), seen.power(), power));
        if (power.changes(seen.power())) {
            apply(seen, power);
        }
        return then;
    }

    private void apply(Seen seen, Power power) throws InterruptedException {
        UUID server = seen.server();
        switch (power) {
            case START -> on(seen);
            case STOP -> off(seen);
            case REBOOT -> {
                off(seen);
                on(domains.there(server));
            }
            case HARD_REBOOT -> {
                domains.off(server);
                on(domains.there(server));
            }
            case PAUSE -> tell(server, "pause", Domain::suspend);
            case UNPAUSE -> tell(server, "unpause", Domain::resume);
            case SUSPEND -> domains.tell(server, "suspend", MEMORY, Domain::managedSave);
            case RESUME -> domains.tell(server, "resume", MEMORY, Domain::create);
            case CRASH_DUMP ->
                calls.of(server, "interrupt the guest " + server, _ -> {
                    Nmi.inject(settings.uri(), server);
                    return server;
                });
        }
    }

    private interface Change {
        void on(Domain domain) throws LibvirtException;
    }

    private void tell(UUID server, String what, Change change) throws InterruptedException {
        domains.tell(server, what, domain -> {
            change.on(domain);
            return server;
        });
    }

    /** Lets it run, if it does not. Resumed first and marked then, it never is what nobody can start any more. */
    void on(Seen seen) throws InterruptedException {
        UUID server = seen.server();
        if (!seen.active()) {
            domains.tell(server, "start", Domain::create);
        } else if (seen.unstarted() && !seen.runs()) {
            tell(server, "start", Domain::resume);
        }
        if (seen.unstarted()) {
            started(seen);
        }
    }

    private void started(Seen seen) throws InterruptedException {
        domains.note(seen.server(), Objects.requireNonNull(seen.notes()).started());
    }

    /** Has it wait, paused, until it is told to start: its cards are plugged then. */
    void paused(Seen seen) throws InterruptedException {
        if (!seen.active()) {
            domains.tell(seen.server(), "make", domain -> domain.create(CreateFlags.PAUSED));
        }
    }

    /** Asks a guest that runs to shut down; whatever is not off in time is switched off. */
    void off(Seen seen) throws InterruptedException {
        if (seen.runs()) {
            shutDown(seen.server());
        }
        domains.off(seen.server());
    }

    private void shutDown(UUID server) throws InterruptedException {
        long begun = System.nanoTime();
        long asked = begun - ASK_AGAIN_EVERY.toNanos();
        while (System.nanoTime() - begun < settings.shutdown().toNanos()
                && domains.find(server).filter(Seen::runs).isPresent()) {
            if (System.nanoTime() - asked >= ASK_AGAIN_EVERY.toNanos()) {
                asked = System.nanoTime();
                tell(server, "shut down", PowerControl::askToShutDown);
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private static void askToShutDown(Domain domain) throws LibvirtException {
        try {
            domain.shutdown();
        } catch (LibvirtException e) {
            if (e.getError().getCode() != ErrorNumber.VIR_ERR_OPERATION_INVALID) {
                throw e;
            }
            // It is off meanwhile.
        }
    }
}
