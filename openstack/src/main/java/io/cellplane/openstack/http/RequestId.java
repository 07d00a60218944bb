package io.cellplane.openstack.http;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The ids by which requests are followed from one service to the next. This thread's is in its log's keys: the one that our
 * caller gave, else the one that we gave its request, which is also the operation's.
 */
public final class RequestId {
    /** Both ways: ours as the global one, theirs as their own. */
    static final String HEADER = "X-OpenStack-Request-ID";

    /** Services take no others. */
    private static final Pattern FORM = Pattern.compile("req-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private RequestId() {}

    static Optional<String> current() {
        return Stream.of("global_request_id", "request_id")
                .map(MDC::get)
                .filter(id -> id != null && FORM.matcher(id).matches())
                .findFirst();
    }

    /** The same work under this thread's log keys, on whichever thread it is done. */
    public static Runnable carried(Runnable work) {
        @Nullable Map<String, String> keys = MDC.getCopyOfContextMap();
        return () -> {
            @Nullable Map<String, String> before = MDC.getCopyOfContextMap();
            MDC.setContextMap(keys == null ? Map.of() : keys);
            try {
                work.run();
            } finally {
                MDC.setContextMap(before == null ? new HashMap<>() : before);
            }
        };
    }
}
