package io.cellplane.activities.control.images;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.contracts.server.ImageAccess;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.ImageGrantRow;
import io.cellplane.db.control.ImageGrantRows;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.ImageGrant;
import io.cellplane.openstack.image.ImageGrants;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.image.NewImage;
import io.cellplane.temporal.step.Snapshots;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Images at the image service, which has no ledger: the id is minted before, and a property names the operation, so that
 * a repeat knows its own.
 */
public final class ImageSnapshots implements Snapshots {
    private static final String RAW = "raw";
    private static final String QCOW2 = "qcow2";
    private static final String BARE = "bare";

    private final ApiDatabase api;
    private final Images images;
    private final ImageGrants grants;
    private final ImageGrantRows granted;

    /**
     * As the ledger has it: without the secret.
     *
     * @param name the grant's at the identity service
     */
    record Granted(String name, UUID image, ImageAccess access, Instant expires) {}

    public ImageSnapshots(ApiDatabase api, Images images, ImageGrants grants, Secrets secrets) {
        this.api = api;
        this.images = images;
        this.grants = grants;
        this.granted = new ImageGrantRows(api, secrets);
    }

    /** The image's record, without data. */
    StepResult<Snapshot> prepare(Step step, UUID server, UUID image) {
        Optional<StepResult<Snapshot>> known = api.ledger().recorded(step, Snapshot.class);
        if (known.isPresent()) {
            return known.get();
        }
        StepResult<Snapshot> recorded;
        try {
            Snapshot made = snapshot(made(step, server, image));
            recorded = api.ledger().once(step, Snapshot.class, () -> made);
        } catch (ServiceRefused refused) {
            recorded = refused(step, Snapshot.class, refused);
        }
        if (!recorded.isDone()) {
            removeOwn(step, image);
        }
        return recorded;
    }

    @Override
    public StepResult<Snapshot> open(Step step, UUID server, UUID image, Duration life) {
        StepResult<Snapshot> prepared = prepare(step, server, image);
        for (ImageAccess access : ImageAccess.values()) {
            if (prepared.isDone()) {
                Step granting = step.part("." + access);
                StepResult<Granted> granted = grant(granting, image, access, life);
                if (!granted.isDone()) {
                    return granted.failed();
                }
            }
        }
        return prepared;
    }

    @Override
    public StepResult<Own> openOwn(Step step, UUID server, Duration life) {
        StepResult<Own> own = api.ledger().recorded(step, Own.class).orElseGet(() -> looked(step, server));
        Own image = own.outcome();
        if (!own.isDone() || image == null) {
            return own;
        }
        StepResult<Granted> granted = grant(step.part("." + ImageAccess.READ), image.image(), ImageAccess.READ, life);
        return granted.isDone() ? own : granted.failed();
    }

    private StepResult<Own> looked(Step step, UUID server) {
        Optional<Image> image = image(requested(server));
        return api.ledger()
                .once(
                        step,
                        Own.class,
                        () -> image.filter(Image::isActive)
                                .map(ImageSnapshots::own)
                                .orElseThrow(() -> Failure.IMAGE_REFUSED.refused("The image is gone or has no data.")));
    }

    private static Own own(Image image) {
        return new Own(UUID.fromString(image.id()), text(image.diskFormat(), RAW), image.sizeBytes(), image.hashes());
    }

    private Optional<Image> image(Optional<RequestedServer> requested) {
        return requested.map(RequestedServer::imageId).flatMap(images::get);
    }

    private Optional<RequestedServer> requested(UUID server) {
        return api.requestSpecs().find(server).map(spec -> Json.read(spec.spec(), RequestedServer.class));
    }

    @Override
    public void remove(Step step, UUID image) {
        api.ledger().undo(step, Snapshot.class, snapshot -> {});
        removeOwn(step, image);
        grants.revokeAll(ImageGrants.prefix(step.operation()));
    }

    /** A later one for the same access takes its place. */
    StepResult<Granted> grant(Step step, UUID image, ImageAccess access, Duration life) {
        Optional<StepResult<Granted>> known = api.ledger().recorded(step, Granted.class);
        if (known.isPresent()) {
            return known.get();
        }
        // A name of its own for every try: two beside each other must not end each other's grant.
        String name = prefix(step) + UUID.randomUUID();
        ImageGrant grant;
        try {
            grant = grants.grant(name, image, access, life);
        } catch (ServiceRefused refused) {
            return refused(step, Granted.class, refused);
        }
        ImageGrantRow row =
                new ImageGrantRow(name, image, access, grant.url().toString(), grant.token(), grant.expires());
        StepResult<Granted> recorded = api.ledger().once(step, Granted.class, () -> {
            granted.put(step.operation(), row);
            return new Granted(name, image, access, grant.expires());
        });
        Granted outcome = recorded.isDone() ? recorded.outcome() : null;
        if (outcome == null || !outcome.name().equals(name)) {
            grants.revokeAll(name);
        }
        return recorded;
    }

    private Image made(Step step, UUID server, UUID image) {
        try {
            return images.create(asked(step, server, image));
        } catch (ServiceRefused refused) {
            return images.get(image.toString())
                    .filter(found -> refused.status() == 409 && isOf(step, found))
                    .orElseThrow(() -> refused);
        }
    }

    /** Like the image that the server was made from: the disk goes on in its format, for the same virtual hardware. */
    private NewImage asked(Step step, UUID server, UUID image) {
        Optional<RequestedServer> requested = requested(server);
        Optional<Image> own = image(requested);
        Map<String, String> properties = new HashMap<>();
        own.map(Image::properties)
                .or(() -> requested.map(RequestedServer::imageProperties))
                .orElse(Map.of())
                .forEach((key, value) -> {
                    if (key.startsWith("hw_") || (key.startsWith("os_") && !key.startsWith("os_hash_"))) {
                        properties.put(key, value);
                    }
                });
        properties.put(Image.OPERATION, step.operation().toString());
        properties.put(Image.SERVER, server.toString());
        String name = requested.map(RequestedServer::name).orElse(server.toString()) + "-resize-temp";
        return new NewImage(
                image.toString(),
                name,
                or(own.map(Image::diskFormat).map(ImageSnapshots::format), RAW),
                or(own.map(Image::containerFormat), BARE),
                properties);
    }

    /** Hosts write a disk as one of two. */
    private static String format(String own) {
        return own.equals(RAW) ? RAW : QCOW2;
    }

    private static String or(Optional<String> known, String otherwise) {
        return known.orElse(otherwise);
    }

    private void removeOwn(Step step, UUID image) {
        images.get(image.toString()).filter(found -> isOf(step, found)).ifPresent(found -> images.delete(found.id()));
    }

    private static boolean isOf(Step step, Image image) {
        return step.operation().toString().equals(image.properties().get(Image.OPERATION));
    }

    private static Snapshot snapshot(Image image) {
        return new Snapshot(
                UUID.fromString(image.id()), text(image.diskFormat(), RAW), text(image.containerFormat(), BARE));
    }

    private static String text(@Nullable String known, String otherwise) {
        return known == null ? otherwise : known;
    }

    private <T> StepResult<T> refused(Step step, Class<T> type, ServiceRefused refused) {
        return api.ledger().once(step, type, () -> {
            throw Failure.IMAGE_REFUSED.refused(String.valueOf(refused.getMessage()));
        });
    }

    private static String prefix(Step step) {
        return ImageGrants.prefix(step.operation()) + step.name() + "/" + step.attempt() + "/";
    }
}
