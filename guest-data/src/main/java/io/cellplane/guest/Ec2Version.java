package io.cellplane.guest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of EC2's layout; every one has what those before it have. */
enum Ec2Version {
    FIRST("1.0"),
    NAMES("2007-01-19"),
    V2007_03("2007-03-01"),
    TYPE("2007-08-29"),
    V2007_10("2007-10-10"),
    DEVICES("2007-12-15"),
    PLACEMENT("2008-02-01"),
    ACTION("2008-09-01"),
    LAST("2009-04-04");

    private final String name;

    Ec2Version(String name) {
        this.name = name;
    }

    /** Their names, the newest once more at the end. */
    static List<String> names() {
        return Stream.concat(Arrays.stream(values()).map(each -> each.name), Stream.of(Version.LATEST))
                .toList();
    }

    /** The newest, by both its names. */
    static List<String> newest() {
        return List.of(LAST.name, Version.LATEST);
    }

    static Optional<Ec2Version> named(String name) {
        return name.equals(Version.LATEST)
                ? Optional.of(LAST)
                : Arrays.stream(values()).filter(each -> each.name.equals(name)).findFirst();
    }

    boolean has(Ec2Version brought) {
        return compareTo(brought) >= 0;
    }
}
