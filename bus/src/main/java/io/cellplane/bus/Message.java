package io.cellplane.bus;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A message as a subscriber gets it. */
public final class Message {
    private final String subject;
    private final byte[] payload;
    private final @Nullable String replyTo;
    private final BiConsumer<String, byte[]> publisher;

    Message(String subject, byte[] payload, @Nullable String replyTo, BiConsumer<String, byte[]> publisher) {
        this.subject = subject;
        this.payload = payload;
        this.replyTo = replyTo;
        this.publisher = publisher;
    }

    public String subject() {
        return subject;
    }

    /** The bytes themselves, not a copy: read only. */
    public byte[] payload() {
        return payload;
    }

    /** Where the answer goes; null when none is awaited. */
    public @Nullable String replyTo() {
        return replyTo;
    }

    /**
     * Answers, from any thread and at any time; does nothing when no answer is awaited.
     *
     * @throws BusAway when the connection is closed
     */
    public void respond(byte[] answer) {
        if (replyTo != null) {
            publisher.accept(replyTo, answer);
        }
    }
}
