package io.cellplane.openstack.doctor;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service calls its version: {@code v3.14}. */
record Version(int major, int minor) implements Comparable<Version> {
    private static final Pattern TEXT = Pattern.compile("v(\\d+)\\.(\\d+)");

    /** What is no version is less than any. */
    static Version of(String text) {
        Matcher read = TEXT.matcher(text);
        return read.matches()
                ? new Version(Integer.parseInt(read.group(1)), Integer.parseInt(read.group(2)))
                : new Version(0, 0);
    }

    @Override
    public int compareTo(Version other) {
        return Comparator.comparingInt(Version::major)
                .thenComparingInt(Version::minor)
                .compare(this, other);
    }
}
