package io.cellplane.compute.disk;

import io.cellplane.compute.hypervisor.DiskTransfer;
import io.cellplane.compute.image.ImageStore;
import io.cellplane.compute.image.ImageStoreAway;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.operation.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The disks of one host's guests: {@code <instances>/<host>/<server>/<incarnation>/}, beside them what is kept,
 * {@code <server>/<operation>.kept}, and the images that overlays lie over, {@code <host>/images/}. Everything may be
 * killed at any moment and repeated; what is there under its own name is whole and on disk.
 *
 * <p>An {@link IOException} says nothing of the next try: the disk is full, a tool was killed.
 */
public final class HostDisks implements AutoCloseable {

    /**
     * Opens the host's folder, made when it is not there; removes images that are damaged or cut off, and from now on those
     * that nothing has used for long.
     *
     * @param images stays its maker's to close
     */
    public HostDisks(DiskSettings settings, ImageStore images) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Which guest of a server a step makes: the same for each repeat of the step, and another for every other step. */
    public static UUID incarnation(@Nullable Step maker) {
        return maker == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(maker.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes the guest's disks, or goes on with what a repeat of the same incarnation had made. The config drive is made anew
     * each time.
     *
     * @throws Refused when the image is not what it is declared to be, or reaches out of itself, or does not fit; when the
     *     host keeps nothing by that operation
     * @throws ImageStoreAway when the image service is to be asked again
     */
    public GuestDisks make(GuestSpec spec, UUID incarnation, DiskSource source)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The disks of a guest that were made whole; empty when the root disk is not there. */
    public Optional<GuestDisks> find(UUID server, UUID incarnation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Removes every disk of the server but those that are kept and those of that guest; also what a cut-off making or
     * removing has left.
     *
     * @param guest the incarnation that stays; null: none
     */
    public void sweep(UUID server, @Nullable UUID guest) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Every server that has something here, its guest's or kept or left over. */
    public Set<UUID> servers() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes that the guest's disks are kept, on disk when this returns. It replaces what the operation kept of the server. */
    public void keep(KeptDisks kept) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Forgets that they are kept; the disks stay, for {@link #sweep} or for the guest. @return whether they were kept */
    public boolean forget(UUID server, UUID operation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What that operation keeps of the server. */
    public Optional<KeptDisks> kept(UUID server, UUID operation) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** All that is kept here. */
    public List<KeptDisks> kept() throws IOException {
        throw new UnsupportedOperationException();
    }

    /** How much the root disk holds, in bytes of its files: what a move has to carry. */
    public long rootBytes(KeptDisks kept) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Shows the kept root disk as one file that needs no other, and removes that file again. Made twice, it is the same
     * bytes.
     *
     * @param format qcow2, compressed; or raw, sparse
     * @param percent told how far the making of the file is
     * @return what the transfer said
     */
    public boolean upload(KeptDisks kept, DiskFormat format, IntConsumer percent, DiskTransfer transfer)
            throws IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
