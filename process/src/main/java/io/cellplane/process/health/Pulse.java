package io.cellplane.process.health;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a process whose virtual threads do not run any more. All of them share a few carriers, and one that waits while a
 * class is loaded or initialized keeps its carrier (JEP 491): when all carriers wait for what only another virtual thread
 * gives, the process stands still for good and looks alive. Whoever looks after it starts it anew, and its work goes on.
 */
public final class Pulse {
    /** Of the process: EX_SOFTWARE of sysexits. */
    private static final int EXIT = 70;

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final Duration TELLING = Duration.ofSeconds(5);

    private static final AtomicBoolean WATCHED = new AtomicBoolean();

    private final Executor beats;
    private final Duration within;
    private final Runnable dead;

    /**
     * @param within how long a beat may take; missed twice in a row, the second time begun after the first was missed, so
     *     that a process that was only stopped for a while is not taken for dead
     */
    Pulse(Executor beats, Duration within, Runnable dead) {
        this.beats = beats;
        this.within = within;
        this.dead = dead;
    }

    /** Watches this process until it ends, however often it is asked for. */
    public static void watch() {
        if (!WATCHED.getAndSet(true)) {
            Thread.ofPlatform()
                    .daemon()
                    .name("pulse")
                    .start(new Pulse(Thread::startVirtualThread, WITHIN, Pulse::end)::feel);
        }
    }

    void feel() {
        try {
            int missed = 0;
            while (missed < 2) {
                CountDownLatch beat = new CountDownLatch(1);
                beats.execute(beat::countDown);
                if (beat.await(within.toMillis(), TimeUnit.MILLISECONDS)) {
                    missed = 0;
                    Thread.sleep(within);
                } else {
                    missed++;
                }
            }
            dead.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it says may hang too: a thread that stands still may hold the way to the log. */
    private static void end() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
        Thread telling = Thread.ofPlatform()
                .daemon()
                .name("last-words")
                .start(() -> System.err.println(
                        "This process ends: its virtual threads stand still; what they wait for is in "
                                + written(folder)));
        try {
            telling.join(TELLING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT);
    }

    /** @return the file with the stacks of all threads, or why there is none */
    static String written(Path folder) {
        Path file =
                folder.resolve("cellplane-threads-" + ProcessHandle.current().pid() + ".txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
            return file.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
