package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.operation.Step;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What a domain remembers for the driver, in its metadata, so that the driver keeps no book of its own.
 *
 * @param incarnation names its disks
 * @param maker the step that made it
 * @param unstarted whether it was never told to run; it waits paused
 * @param restoredFrom the operation that kept it last, when it came back
 * @param restored how it came back, when it may be kept again
 */
record Notes(
        UUID incarnation,
        int rootGb,
        @Nullable Step maker,
        boolean unstarted,
        @Nullable UUID restoredFrom,
        @Nullable Restored restored) {
    /** The namespace of the element; its text is JSON. */
    static final String NAMESPACE = "http://cellplane.io/xmlns/libvirt/guest/1";

    static final String PREFIX = "cellplane";
    static final String ELEMENT = "guest";

    /**
     * @param left the step by which it was kept
     * @param by the step that brought it back
     */
    record Restored(Step left, Step by) {}

    static Notes made(UUID incarnation, int rootGb, @Nullable Step maker) {
        return new Notes(incarnation, rootGb, maker, true, null, null);
    }

    Notes maker(@Nullable Step now) {
        return new Notes(incarnation, rootGb, now, unstarted, restoredFrom, restored);
    }

    Notes started() {
        return new Notes(incarnation, rootGb, maker, false, restoredFrom, restored);
    }

    /** @param by null when its leaving is undone */
    Notes back(Step left, @Nullable Step by) {
        return new Notes(
                incarnation, rootGb, maker, false, left.operation(), by == null ? null : new Restored(left, by));
    }

    String json() {
        return new String(Wire.encode(this), StandardCharsets.UTF_8);
    }

    /** What a definition of a domain has, with these instead of its own. */
    String into(String domain) {
        Element root = Tag.read(domain);
        Tag.at(root, "metadata", PREFIX + ":" + ELEMENT)
                .orElseThrow(() -> new IllegalStateException("the domain has no notes"))
                .setTextContent(json());
        return new Tag(root).xml();
    }

    /** @throws IllegalStateException when that definition has none */
    static Notes of(String domain) {
        return Tag.at(Tag.read(domain), "metadata", PREFIX + ":" + ELEMENT)
                .map(element -> read(element.getTextContent()))
                .orElseThrow(() -> new IllegalStateException("the domain has no notes"));
    }

    /** @return null for what is none, as in a domain that somebody else has made */
    static @Nullable Notes read(String json) {
        try {
            return Wire.decode(json.getBytes(StandardCharsets.UTF_8), Notes.class);
        } catch (Unreadable e) {
            return null;
        }
    }
}
