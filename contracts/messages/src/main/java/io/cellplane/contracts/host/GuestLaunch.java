package io.cellplane.contracts.host;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a guest was asked for: what it is told by its config drive, and what its flavor wants of the machine.
 *
 * @param index which it is of those asked for together, from 0
 * @param reservation names all that were asked for together
 * @param flavor the flavor's name
 * @param files to be found on the config drive; their contents are secret
 * @param extraSpecs the flavor's
 * @param told null from a relay that does not know it
 */
public record GuestLaunch(
        int index,
        String reservation,
        @Nullable String availabilityZone,
        String flavor,
        List<InjectedFile> files,
        Map<String, String> extraSpecs,
        @Nullable GuestTold told) {
    public GuestLaunch {
        files = files == null ? List.of() : List.copyOf(files);
        extraSpecs = extraSpecs == null ? Map.of() : Map.copyOf(extraSpecs);
    }

    /** Of a flavor that wants nothing. */
    public GuestLaunch(
            int index, String reservation, @Nullable String availabilityZone, String flavor, List<InjectedFile> files) {
        this(index, reservation, availabilityZone, flavor, files, Map.of(), null);
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
