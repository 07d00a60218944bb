package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Reply;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a host says of a refusal, for a server's fault. */
final class HostWords {
    private static final Pattern MARKUP = Pattern.compile("[<>&\\p{Cntrl}]");

    private HostWords() {}

    /** The first line is for the server's user: no host is named there and nothing is marked up. Below is what was said. */
    static @Nullable String of(String host, Reply reply) {
        String said = reply.message();
        if (said == null || Failure.STALE.type().equals(reply.failure())) {
            return said;
        }
        String first = said.lines().findFirst().orElse("");
        Pattern name = Pattern.compile("(?<![\\w.-])" + Pattern.quote(host) + "(?![\\w-]|\\.\\w)");
        String told = MARKUP.matcher(first).replaceAll(" ");
        return name.matcher(told).replaceAll("its host").strip() + "\nHost '" + host + "': " + said;
    }
}
