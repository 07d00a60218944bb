package io.cellplane.contracts.host;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What more a host says of itself, for those who ask about it.
 *
 * @param traits what its guests can have, by OpenStack's names
 * @param bootedAt when its system began, by its own clock
 * @param connector null where nothing could reach a volume
 * @param offer null: as its cell has it
 */
public record HostDetails(
        List<String> traits,
        @Nullable Instant bootedAt,
        @Nullable Connector connector,
        @Nullable Offer offer) {
    /** Of which nothing is known. */
    public static final HostDetails NONE = new HostDetails(List.of(), null, null, null);

    private static final Pattern TRAIT = Pattern.compile("[A-Z0-9_]{1,128}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");
    private static final int TRAITS = 256;

    /**
     * By which volumes are connected to it.
     *
     * @param initiator of iSCSI; null where there is none
     * @param nqn of NVMe; null where there is none
     */
    public record Connector(
            @Nullable String initiator, @Nullable String nqn, String ip, String host, boolean multipath) {
        boolean isSound() {
            return isName(ip) && isName(host) && isNameOrNone(initiator) && isNameOrNone(nqn);
        }
    }

    /**
     * How much less of it is to be offered than its cell would; 0 is as its cell has it.
     *
     * @param vcpus kept back, as the others before the ratios are
     */
    public record Offer(int vcpus, int memoryMb, int diskGb, double cpuRatio, double ramRatio, double diskRatio) {
        boolean isSound() {
            return vcpus >= 0
                    && memoryMb >= 0
                    && diskGb >= 0
                    && isRatio(cpuRatio)
                    && isRatio(ramRatio)
                    && isRatio(diskRatio);
        }

        private static boolean isRatio(double ratio) {
            return ratio >= 0 && Double.isFinite(ratio);
        }
    }

    /** The same, with as much of it offered. */
    public HostDetails offering(@Nullable Offer much) {
        return new HostDetails(traits, bootedAt, connector, much);
    }

    /** Whether a host can say so: no more than is kept, and names of letters, digits and a few signs. */
    public boolean isSound() {
        return traits.size() <= TRAITS
                && traits.stream()
                        .allMatch(trait -> trait != null && TRAIT.matcher(trait).matches())
                && (offer == null || offer.isSound())
                && (connector == null || connector.isSound());
    }

    private static boolean isNameOrNone(@Nullable String text) {
        return text == null || isName(text);
    }

    private static boolean isName(String text) {
        return NAME.matcher(Objects.requireNonNullElse(text, "")).matches();
    }
}
