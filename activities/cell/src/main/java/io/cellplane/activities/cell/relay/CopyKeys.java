package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepName;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.EncryptionContext;
import io.cellplane.db.Secrets;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.temporal.step.Hosts.Offer;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that hosts copy a guest's disks with, one for each offer. They lie encrypted with the operation until it closes; both
 * hosts are told them with their commands.
 */
public final class CopyKeys {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ApiDatabase api;
    private final Secrets secrets;

    /** That it was made, without the secret. */
    private record Made(String name) {}

    public CopyKeys(ApiDatabase api, Secrets secrets) {
        this.api = api;
        this.secrets = secrets;
    }

    /** The key of that offer, in hexadecimal, made when it is first asked for; refused once the operation is over. */
    StepResult<String> make(Step offer) {
        String name = name(offer);
        StepResult<Made> made = api.ledger().once(offer.part(".key"), Made.class, () -> {
            byte[] key = new byte[BYTES];
            RANDOM.nextBytes(key);
            byte[] encrypted = secrets.encrypt(HexFormat.of().formatHex(key), context(offer));
            api.operationData().put(offer.operation(), name, encrypted);
            return new Made(name);
        });
        return made.isDone()
                ? find(offer)
                        .map(StepResult::done)
                        .orElseGet(() -> StepResult.refused(Failure.STALE, Failure.STALE.text()))
                : made.failed();
    }

    /** Empty when none was made, or the operation is over. */
    Optional<String> find(Step offer) {
        return api.operationData()
                .find(offer.operation(), name(offer))
                .map(row -> secrets.decrypt(row.value(), context(offer)));
    }

    /**
     * What the destination of that step copies from.
     *
     * @return null where nothing is to be copied
     */
    @Nullable StepResult<DiskOffer> offer(Step receive, @Nullable Offer offer) {
        String address = offer == null ? null : offer.address();
        return offer == null || address == null
                ? null
                : find(StepName.OFFER.of(receive.operation(), receive.attempt()))
                        .map(key -> StepResult.done(new DiskOffer(address, offer.port(), key, offer.disks())))
                        .orElseGet(() -> StepResult.refused(Failure.STALE, Failure.STALE.text()));
    }

    private static EncryptionContext context(Step offer) {
        return EncryptionContext.operation(offer.operation(), name(offer));
    }

    private static String name(Step offer) {
        return OperationDataRow.COPY_KEY + offer.attempt();
    }
}
