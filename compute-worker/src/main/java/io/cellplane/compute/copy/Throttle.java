package io.cellplane.compute.copy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A bound on what a host sends and fetches, all its disks and images together. Whoever comes has the time after those who came before: so
 * it is shared fairly, and what was not used is not saved up.
 */
public final class Throttle {

    /** Waits. */
    public interface Sleep {
        void until(Duration time) throws InterruptedException;
    }

    /** Bounds nothing. */
    public static final Throttle NONE = new Throttle(0);

    private static final long SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final LongSupplier clock;
    private final Sleep sleep;
    private long free = Long.MIN_VALUE;

    /** @param bytesPerSecond 0: as fast as it goes */
    public Throttle(long bytesPerSecond) {
        this(bytesPerSecond, System::nanoTime, Thread::sleep);
    }

    /** @param clock in nanoseconds, as {@link System#nanoTime} */
    public Throttle(long bytesPerSecond, LongSupplier clock, Sleep sleep) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.sleep = sleep;
    }

    /** @return 0: as fast as it goes */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Returns when so many bytes may go. */
    public void take(int bytes) throws InterruptedException {
        if (bytesPerSecond > 0) {
            Duration wait = Duration.ofNanos(begin(bytes));
            if (wait.isPositive()) {
                sleep.until(wait);
            }
        }
    }

    /** The same data, no faster than that. */
    public InputStream over(InputStream data) {
        return new FilterInputStream(data) {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                try {
                    take(Math.max(read, 0));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
                return read;
            }
        };
    }

    /** @return how long until these begin, in nanoseconds */
    private synchronized long begin(int bytes) {
        long now = clock.getAsLong();
        long begins = free == Long.MIN_VALUE || free - now < 0 ? now : free;
        free = begins + bytes * SECOND / bytesPerSecond;
        return begins - now;
    }
}
