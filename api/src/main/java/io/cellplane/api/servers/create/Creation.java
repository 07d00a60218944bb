package io.cellplane.api.servers.create;

import io.cellplane.contracts.server.RequestedServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Servers that have been asked for together, checked and ready to be admitted.
 *
 * @param servers as many as were asked for at the most
 * @param least how few of them will do
 * @param userData base64, as it came
 * @param adminPassword returned once
 */
public record Creation(
        List<RequestedServer> servers,
        int least,
        @Nullable String userData,
        @Nullable String adminPassword,
        @Nullable String globalRequestId) {

    public Creation first(int most) {
        return new Creation(servers.subList(0, most), least, userData, adminPassword, globalRequestId);
    }
}
