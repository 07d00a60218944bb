package io.cellplane.api.servers;

import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.Images;
import io.cellplane.openstack.image.NewImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An image service with a few images. */
public final class KnownImages implements Images {
    public static final String SMALL = "10000000-0000-4000-8000-000000000001";
    static final String QUEUED = "10000000-0000-4000-8000-000000000002";
    static final String GREEDY = "10000000-0000-4000-8000-000000000003";
    static final String LARGE = "10000000-0000-4000-8000-000000000004";

    /** It asks for 10 GB and 500 MB, until it is deleted. */
    static final String FLEETING = "10000000-0000-4000-8000-000000000005";

    /** It has 128 properties of 60 kB each. */
    public static final String VERBOSE = "10000000-0000-4000-8000-000000000006";

    /** It has ten thousand properties. */
    public static final String COUNTLESS = "10000000-0000-4000-8000-000000000007";

    /** Each server of it has a config drive. */
    public static final String DRIVEN = "10000000-0000-4000-8000-000000000008";

    private static final AtomicBoolean DELETED = new AtomicBoolean();

    static void deleteFleeting() {
        DELETED.set(true);
    }

    @Override
    public Optional<Image> get(String id) {
        return switch (id) {
            case FLEETING -> DELETED.get() ? Optional.empty() : Optional.of(image(id, "active", 1 << 20, 10, 500));
            case SMALL -> Optional.of(image(id, "active", 1 << 20, 0, 0));
            case QUEUED -> Optional.of(image(id, "queued", 0, 0, 0));
            case GREEDY -> Optional.of(image(id, "active", 1 << 20, 100, 100_000));
            case VERBOSE -> Optional.of(image(id, "active", 1 << 20, 0, 0, properties(128, "ää".repeat(15_000))));
            case COUNTLESS -> Optional.of(image(id, "active", 1 << 20, 0, 0, properties(10_000, "a")));
            case DRIVEN -> Optional.of(image(id, "active", 1 << 20, 0, 0, Map.of("img_config_drive", "mandatory")));
            case LARGE -> Optional.of(image(id, "active", 1L << 40, 0, 0));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Image> get(String id, String callersToken) {
        return get(id);
    }

    @Override
    public List<Image> marked() {
        return List.of();
    }

    @Override
    public Image create(NewImage image) {
        throw new UnsupportedOperationException("the API only reads");
    }

    @Override
    public void delete(String id) {
        throw new UnsupportedOperationException("the API only reads");
    }

    private static Map<String, String> properties(int many, String value) {
        return IntStream.range(0, many).boxed().collect(Collectors.toMap(i -> "property_" + i, _ -> value));
    }

    private static Image image(String id, String status, long size, int minDisk, int minRam) {
        return image(id, status, size, minDisk, minRam, Map.of("os_distro", "tiny"));
    }

    private static Image image(
            String id, String status, long size, int minDisk, int minRam, Map<String, String> properties) {
        return new Image(
                id, "image", status, size, minDisk, minRam, "raw", "bare", "public", "somebody", Map.of(), properties);
    }
}
