package io.cellplane.contracts.host;

import io.cellplane.contracts.server.Ec2Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a guest is told of itself and no hypervisor needs.
 *
 * @param keyType of the key pair's public key: {@code ssh} or {@code x509}
 * @param ec2 null for a server that was made before there were any
 * @param securityGroups names, as they were asked for
 */
public record GuestTold(String keyType, @Nullable Ec2Ids ec2, List<String> securityGroups) {
    /** Of a guest whose relay says nothing of it. */
    public static final GuestTold NOTHING = new GuestTold("ssh", null, List.of());

    public GuestTold {
        keyType = keyType == null ? "ssh" : keyType;
        securityGroups = securityGroups == null ? List.of() : List.copyOf(securityGroups);
    }
}
