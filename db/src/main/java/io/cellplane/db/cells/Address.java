package io.cellplane.db.cells;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether two addresses are of one server, as far as can be told by reading them. */
final class Address {
    private static final Pattern DATABASE = Pattern.compile("jdbc:mysql://([^/:]+)(?::(\\d+))?/([^?]+).*");
    private static final Pattern BUS = Pattern.compile("(?:[a-z]+://)?(?:[^@]*@)?([^:/]+)(?::(\\d+))?/?");

    private Address() {}

    static boolean isOneDatabase(String first, String second) {
        return database(first).equals(database(second));
    }

    private static String database(String url) {
        Matcher parts = DATABASE.matcher(url);
        return parts.matches() ? host(parts, "3306") + "/" + parts.group(3) : url;
    }

    /** Each may name several servers, or none: a cell without a bus. */
    static boolean isOneBus(@Nullable String first, @Nullable String second) {
        return first != null && second != null && !Collections.disjoint(bus(first), bus(second));
    }

    private static Set<String> bus(String urls) {
        return Arrays.stream(urls.split(","))
                .map(String::strip)
                .map(url -> {
                    Matcher parts = BUS.matcher(url);
                    return parts.matches() ? host(parts, "4222") : url;
                })
                .collect(Collectors.toSet());
    }

    private static String host(Matcher parts, String standardPort) {
        String port = parts.group(2) == null ? standardPort : parts.group(2);
        return parts.group(1).toLowerCase(Locale.ROOT) + ":" + port;
    }
}
