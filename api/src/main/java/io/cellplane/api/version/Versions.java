package io.cellplane.api.version;

import org.jspecify.annotations.Nullable;

/**
 * The microversions that have something.
 *
 * @param max the last one; null when every later one has it too
 */
public record Versions(Microversion min, @Nullable Microversion max) {
    public static final Versions ALL = new Versions(Microversion.MIN, null);

    /** From 2.{@code minor} on. */
    public static Versions since(int minor) {
        return new Versions(new Microversion(2, minor), null);
    }

    /** @param text {@code 2.1-} or {@code 2.1-2.35} */
    public static Versions parse(String text) {
        int dash = text.indexOf('-');
        return of(text.substring(0, dash), text.substring(dash + 1));
    }

    /** @param max empty when there is no last one */
    public static Versions of(String min, String max) {
        return new Versions(Microversion.parse(min), max.isEmpty() ? null : Microversion.parse(max));
    }

    public boolean contains(Microversion version) {
        return version.compareTo(min) >= 0 && version.compareTo(last()) <= 0;
    }

    public boolean overlaps(Versions other) {
        return min.compareTo(other.last()) <= 0 && other.min.compareTo(last()) <= 0;
    }

    /** The last one that there is today. */
    public Microversion last() {
        return max == null || max.compareTo(Microversion.MAX) > 0 ? Microversion.MAX : max;
    }

    /** As the documents write it: {@code 2.1 –}, {@code 2.1 – 2.35}. */
    @Override
    public String toString() {
        return min + " –" + (max == null ? "" : " " + max);
    }
}
