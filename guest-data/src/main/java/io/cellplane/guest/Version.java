package io.cellplane.guest;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of OpenStack's layout, by the day that names each; every one has what those before it have. */
enum Version {
    FOLSOM("2012-08-10"),
    GRIZZLY("2013-04-04"),
    HAVANA("2013-10-17"),
    LIBERTY("2015-10-15"),
    NEWTON_ONE("2016-06-30"),
    NEWTON_TWO("2016-10-06"),
    OCATA("2017-02-22"),
    ROCKY("2018-08-27"),
    VICTORIA("2020-10-14"),
    EPOXY("2025-04-04");

    static final String LATEST = "latest";

    private final String day;

    Version(String day) {
        this.day = day;
    }

    /** Their names, the newest once more at the end. */
    static List<String> names() {
        return Stream.concat(Arrays.stream(values()).map(each -> each.day), Stream.of(LATEST))
                .toList();
    }

    static Optional<Version> named(String name) {
        return name.equals(LATEST)
                ? Optional.of(EPOXY)
                : Arrays.stream(values()).filter(each -> each.day.equals(name)).findFirst();
    }

    boolean has(Version brought) {
        return compareTo(brought) >= 0;
    }
}
