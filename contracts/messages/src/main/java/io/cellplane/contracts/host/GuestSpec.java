package io.cellplane.contracts.host;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a hypervisor needs to make a guest. Secrets in it (user data, password) are filled in by the relay from the
 * cell's rows and never pass through a workflow.
 *
 * @param imageId the image that it was first made from
 * @param userData base64
 * @param launch null from a relay that does not know it
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
        boolean configDrive,
        @Nullable GuestLaunch launch) {

    /** Of which nothing is known but what it is. */
    public GuestSpec(
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
        this(
                server,
                name,
                hostname,
                projectId,
                vcpus,
                memoryMb,
                rootGb,
                ephemeralGb,
                swapMb,
                imageId,
                imageProperties,
                ports,
                metadata,
                keyName,
                publicKey,
                userData,
                adminPassword,
                configDrive,
                null);
    }

    /** Never shows the secrets. */
    @Override
    public String toString() {
        return "GuestSpec[" + server + " " + vcpus + "/" + memoryMb + "/" + rootGb + "]";
    }
}
