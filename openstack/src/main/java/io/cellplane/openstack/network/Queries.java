package io.cellplane.openstack.network;

import io.cellplane.openstack.http.ServiceHttp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How the network service is asked for many things at once. */
final class Queries {
    /** As many as the length of an address allows. */
    private static final int VALUES = 100;

    private Queries() {}

    /** Those that together ask for all things whose field has one of the values. */
    static List<String> any(String field, Collection<String> values) {
        List<String> all = List.copyOf(values);
        List<String> queries = new ArrayList<>();
        for (int from = 0; from < all.size(); from += VALUES) {
            queries.add(all.subList(from, Math.min(from + VALUES, all.size())).stream()
                    .map(value -> field + "=" + ServiceHttp.encoded(value))
                    .collect(Collectors.joining("&")));
        }
        return queries;
    }
}
