package io.cellplane.contracts.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a guest was asked for: what only its config drive tells it.
 *
 * @param index which it is of those asked for together, from 0
 * @param reservation names all that were asked for together
 * @param flavor the flavor's name
 * @param files to be found on the config drive; their contents are secret
 */
public record GuestLaunch(
        int index, String reservation, @Nullable String availabilityZone, String flavor, List<InjectedFile> files) {
    public GuestLaunch {
        files = files == null ? List.of() : List.copyOf(files);
    }

    /**
     * A file that was asked for with a server.
     *
     * @param path where the guest is to put it
     * @param contents base64
     */
    public record InjectedFile(String path, String contents) {
        @Override
        public String toString() {
            return "InjectedFile[" + path + "]";
        }
    }
}
