package io.cellplane.api.servers.create;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.QuotaLimits;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Servers that have been asked for together, checked and ready to be admitted; each is made when the quota has been looked
 * at.
 *
 * @param user whose servers they will be
 * @param least how few of them will do
 * @param most how many were asked for, as far as the network service has room for them
 * @param limits as they were when it was checked; the admission asks again
 * @param group that they will be members of; null: none
 * @param forced whether an administrator has named their host, so that no filter is asked
 * @param server the one with that index; every call makes another
 * @param userData base64, as it came
 * @param files base64, by path
 * @param adminPassword returned once
 */
public record Creation(
        String project,
        String user,
        FlavorSpec flavor,
        int least,
        int most,
        QuotaLimits limits,
        @Nullable UUID group,
        boolean forced,
        IntFunction<RequestedServer> server,
        @Nullable String userData,
        Map<String, String> files,
        @Nullable String adminPassword,
        @Nullable String globalRequestId) {

    /** The first so many. */
    List<RequestedServer> servers(int many) {
        return IntStream.range(0, many).mapToObj(server).toList();
    }
}
