package io.cellplane.contracts.host;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a hypervisor needs to make a guest. Secrets in it (user data, password) are filled in by the relay from the
 * cell's rows and never pass through a workflow.
 */
public record GuestSpec(
        UUID server,
        String name,
        String hostname,
        String projectId,
        int vcpus,
        int memoryMb,
        int rootGb,
        int ephemeralGb,
        int swapMb,
        @Nullable String imageId,
        Map<String, String> imageProperties,
        List<GuestPort> ports,
        Map<String, String> metadata,
        @Nullable String keyName,
        @Nullable String publicKey,
        @Nullable String userData,
        @Nullable String adminPassword,
        boolean configDrive) {

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return "GuestSpec[" + server + " " + vcpus + "/" + memoryMb + "/" + rootGb + "]";
    }
}
