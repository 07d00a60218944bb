package io.cellplane.compute.agent;

import io.cellplane.bus.Bus;
import io.cellplane.bus.BusFailure;
import io.cellplane.bus.Message;
import io.cellplane.bus.Subscription;
import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.compute.hypervisor.HostBoot;
import io.cellplane.compute.hypervisor.Hypervisor;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.journal.Journal;
import io.cellplane.compute.journal.JournalBroken;
import io.cellplane.contracts.Patience;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Subjects;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one host, from its construction until it is closed. It hears its own commands, answers from its journal,
 * and reports. The bus stays its maker's to close.
 */
public final class HostAgent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostAgent.class);

    private final Identity identity;
    private final FolderLock lock;
    private final ImageStore images;
    private final Copies copies;
    private final Journal journal;
    private final ScheduledThreadPoolExecutor timer;
    private final Obedience obedience;
    private final Reporter reporter;
    private final Subscription commands;
    private final Subscription questions;
    private final LogKeys keys;
    private final AtomicBoolean hears = new AtomicBoolean(true);

    /**
     * Starts the host.
     *
     * @throws IdentityRefused when the folder belongs to another host or cell, or another agent works in it
     * @throws java.io.UncheckedIOException when it cannot offer copies where it is told to
     * @throws JournalBroken when the journal is of a newer version, or cannot be read
     * @throws io.cellplane.bus.BusAway when the bus is closed
     */
    public HostAgent(HostSettings settings, Bus bus, Hypervisor hypervisor, Patience patience) {
        this(settings, bus, hypervisor, patience, Clock.systemUTC());
    }

    HostAgent(HostSettings settings, Bus bus, Hypervisor hypervisor, Patience patience, Clock clock) {
        identity = Identity.of(settings);
        lock = new FolderLock(settings.folder());
        keys = new LogKeys(settings.host(), settings.cell());
        images = new ImageStore(settings.throttle());
        try {
            copies = new Copies(settings, hypervisor, clock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        try {
            journal = Journal.open(settings.folder().resolve("journal.jsonl"), clock.instant(), servers(hypervisor));
        } catch (RuntimeException e) {
            copies.close();
            lock.close();
            throw e;
        }
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofVirtual().name("host-" + settings.host()).factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setContinueExistingPeriodicTasksAfterShutdownPolicy(false);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Resuming resuming =
                Resuming.open(settings.folder().resolve("running.json"), HostBoot.name(), settings.resumes());
        reporter = new Reporter(identity, bus, hypervisor, resuming, settings.offer(), patience, timer, keys);
        Steps steps = new Steps(
                new Effects(hypervisor, new Carried(images), copies, reporter::reported),
                journal,
                clock,
                reporter::changed);
        obedience = new Obedience(journal, steps, patience, timer, keys);
        Questions answers = new Questions(identity, hypervisor, journal, resuming, keys);
        try {
            questions = bus.subscribe(Subjects.questions(settings.host()), answers::answer);
            commands = bus.subscribe(Subjects.commands(settings.host()), this::take);
        } catch (BusFailure e) {
            release();
            throw e;
        }
        reporter.start();
        hypervisor.watch(reporter::changed);
        journal.whenBroken(this::fallSilent);
        try (var _ = keys.ofHost()) {
            LOG.info("host {} of cell {} obeys", settings.host(), settings.cell());
        }
    }

    private static Set<UUID> servers(Hypervisor hypervisor) {
        Set<UUID> servers = new HashSet<>(hypervisor.guests().keySet());
        hypervisor.kept().forEach(kept -> servers.add(kept.server()));
        return servers;
    }

    /** A host that cannot remember what it does must not answer: silent, it is down, and others are asked. */
    private void fallSilent(Throwable why) {
        try (var _ = keys.ofHost()) {
            LOG.error("the journal cannot be written, the host falls silent: {}", why.toString());
        }
        hearNothing();
    }

    private void hearNothing() {
        if (hears.compareAndSet(true, false)) {
            commands.close();
            questions.close();
            reporter.stop();
        }
    }

    /** Runs that once the journal broke: the host is silent, and stays so until another agent opens its folder. */
    public void whenBroken(Runnable then) {
        journal.whenBroken(_ -> then.run());
    }

    /** The host's own id, minted at its first start. */
    public UUID hostUuid() {
        return identity.hostUuid();
    }

    private void take(Message message) {
        Thread.ofVirtual().name("command").start(() -> {
            try {
                message.respond(Wire.encode(answer(message)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (BusFailure e) {
                LOG.debug("an answer was not sent: {}", e.getMessage());
            } catch (JournalBroken e) {
                LOG.error("no answer without the journal", e);
            }
        });
    }

    private Reply answer(Message message) throws InterruptedException {
        Command command;
        try {
            command = Wire.decode(message.payload(), Command.class);
        } catch (Unreadable e) {
            return notUnderstood(e.getMessage());
        }
        if (!complete(command)) {
            return notUnderstood("something is missing in it");
        }
        try (var _ = keys.of(command)) {
            return obedience.ask(command);
        }
    }

    @SuppressWarnings("ConstantValue") // what comes over the wire may lack what the record promises
    private static boolean complete(Command command) {
        boolean ids = command.verb() != null
                && command.operation() != null
                && command.step() != null
                && command.server() != null;
        if (!ids || command.undo()) {
            return ids;
        }
        Order order = command.order();
        boolean whole = switch (order) {
            case null -> false;
            case Order.Spawn spawn -> isOf(command, spawn.guest());
            case Order.Receive receive -> isOf(command, receive.guest());
            case Order.Change change -> change.power() != null;
            case Order.Offer offer -> offer.keptBy() != null && offer.key() != null;
            default -> true;
        };
        return whole
                && order != null
                && order.verb() == command.verb()
                && !command.step().equals(Command.EVERY_STEP);
    }

    private static boolean isOf(Command command, @Nullable GuestSpec guest) {
        return guest != null && guest.server().equals(command.server());
    }

    private Reply notUnderstood(@Nullable String why) {
        try (var _ = keys.ofHost()) {
            LOG.warn("a command was not understood: {}", why);
        }
        // No fact: the host is behind, and may be newer when it is asked again.
        return Reply.trouble("Host '" + identity.host() + "' does not understand the command.");
    }

    /** Takes no more commands and stops what is under way, without outcomes; guests stay as they are. */
    @Override
    public void close() {
        hearNothing();
        obedience.stopAll();
        release();
    }

    private void release() {
        timer.shutdownNow();
        images.close();
        copies.close();
        journal.close();
        lock.close();
    }
}
