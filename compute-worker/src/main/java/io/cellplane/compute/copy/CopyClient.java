package io.cellplane.compute.copy;

import io.cellplane.compute.copy.SparseStream.Lies;
import io.cellplane.compute.hypervisor.HypervisorFailure;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.DiskOffer;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies the disks that another host offers. */
public final class CopyClient {
    private static final Logger LOG = LoggerFactory.getLogger(CopyClient.class);
    private static final Duration CONNECTS = Duration.ofSeconds(5);
    private static final Duration SILENT = Duration.ofSeconds(60);

    private final Throttle throttle;

    public CopyClient(Throttle throttle) {
        this.throttle = throttle;
    }

    /**
     * Copies that disk into the file; no more than was said before is written.
     *
     * @throws Refused when it is not offered, or is another one than was said
     * @throws KeeperAway when it is to be tried again
     * @throws HypervisorFailure when it cannot be written here
     */
    public void take(DiskOffer offer, UUID server, UUID operation, String disk, Path file) throws InterruptedException {
        Long size = offer.disks().get(disk);
        if (size == null) {
            throw refused(offer, server, "does not offer");
        }
        ask(offer, new Request(server, operation, disk), data -> SparseStream.receive(data, file, size, throttle));
    }

    /** Says that everything is here, so that nothing is offered any more. It may get lost: the offer ends by itself, too. */
    public void hasAll(DiskOffer offer, UUID server, UUID operation) throws InterruptedException {
        try {
            ask(offer, new Request(server, operation, ""), _ -> {});
        } catch (KeeperAway | Refused e) {
            LOG.debug("what {} offers ends by itself: {}", offer.host(), e.toString());
        }
    }

    private interface Answer {
        void read(DataInputStream data) throws IOException, InterruptedException;
    }

    private static void ask(DiskOffer offer, Request request, Answer answer) throws InterruptedException {
        CopyKey key = new CopyKey(offer.key());
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(offer.host(), offer.port()), Math.toIntExact(CONNECTS.toMillis()));
            socket.setSoTimeout(Math.toIntExact(SILENT.toMillis()));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            byte[] nonce = new byte[Request.NONCE_BYTES];
            in.readFully(nonce);
            byte[] asked = Request.concat(nonce, request.bytes());
            socket.getOutputStream().write(Request.concat(request.bytes(), key.proof(asked)));
            switch (in.readByte()) {
                case Request.GRANTED -> {
                    if (!request.isLast()) {
                        answer.read(new DataInputStream(key.decrypting(in, asked)));
                    }
                }
                case Request.BUSY -> throw new KeeperAway("the disk at " + offer.host() + " is being copied already");
                default -> throw refused(offer, request.server(), "does not hand over");
            }
        } catch (Lies e) {
            throw refused(offer, request.server(), "hands over " + e.getMessage() + " of");
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            throw new KeeperAway(
                    "the host at " + offer.host() + " cannot be copied from: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static Refused refused(DiskOffer offer, UUID server, String what) {
        return Failure.SPAWN_REFUSED.refused(
                "The host at " + offer.host() + " " + what + " the disks of instance " + server + ".");
    }
}
