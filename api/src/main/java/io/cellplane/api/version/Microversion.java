package io.cellplane.api.version;

import io.cellplane.contracts.failure.Failure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the compute API, such as 2.53; all of them have the major number 2. */
public record Microversion(int major, int minor) implements Comparable<Microversion> {
    public static final Microversion MIN = new Microversion(2, 1);
    public static final Microversion MAX = new Microversion(2, 79);
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})\\.([1-9]\\d{0,8}|0)");

    /** @throws io.cellplane.contracts.failure.Refused when it is not of the form X.Y */
    public static Microversion parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Failure.API_VERSION_MALFORMED.refused(text);
        }
        return new Microversion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether it is this minor version of 2 or a later one. */
    public boolean atLeast(int otherMinor) {
        return compareTo(new Microversion(2, otherMinor)) >= 0;
    }

    @Override
    public int compareTo(Microversion other) {
        return major == other.major ? Integer.compare(minor, other.minor) : Integer.compare(major, other.major);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
