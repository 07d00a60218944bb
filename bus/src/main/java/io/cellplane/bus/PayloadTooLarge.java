package io.cellplane.bus;

/** The message is larger than the bus carries; it was not sent. */
public final class PayloadTooLarge extends BusFailure {
    private static final long serialVersionUID = 1L;

    PayloadTooLarge(String subject, int bytes) {
        super(bytes + " bytes for " + subject + " are above the limit of " + Bus.PAYLOAD_LIMIT, null);
    }
}
