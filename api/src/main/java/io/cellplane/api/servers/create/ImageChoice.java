package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.ImageNeeds;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.Json;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.lists.Listed;
import io.cellplane.openstack.ServiceRefused;
import io.cellplane.openstack.image.Image;
import io.cellplane.openstack.image.Images;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The image that a request names, which must fit the flavor. */
@Singleton
public final class ImageChoice {
    private static final long GIB = 1L << 30;
    private static final int PROPERTIES_MOST = 256;
    private static final int PROPERTY_BYTES = 255;

    private final ApiDatabase api;
    private final Images images;

    ImageChoice(ApiDatabase api, Images images) {
        this.api = api;
        this.images = images;
    }

    /** @throws Refused 400 when the caller cannot use it, or it does not fit; 403 when the flavor has no disk for it */
    Image of(Call call, JsonNode server, FlavorSpec flavor) {
        String id = FlavorChoice.last(server.path("imageRef").asText());
        checkDevices(call, server, id);
        if (id.isEmpty()) {
            throw Values.bad("Missing imageRef attribute");
        }
        if (!isUuid(id)) {
            throw Values.invalid("imageRef", id, "'" + id + "' is not a 'uuid'");
        }
        Image image = find(call, id).orElseThrow(() -> Values.bad("Can not find requested image"));
        if (!image.isActive()) {
            throw Values.bad("Image " + id + " is not active.");
        }
        checkFit(needs(image), flavor);
        if (flavor.rootGb() == 0 && !call.may(Rule.SERVERS_CREATE_ZERO_DISK_FLAVOR)) {
            throw Failure.API_FORBIDDEN.refused("Only volume-backed servers are allowed for flavors with zero disk.");
        }
        return image;
    }

    /**
     * Whether what a server was started with still fits it with another flavor. Its image itself may be gone, or no longer
     * the caller's to read: what it asked for is kept with the server.
     *
     * @throws Refused 400 when it does not
     */
    public void checkStill(Call call, Listed server, FlavorSpec flavor) {
        needs(call, server).ifPresent(needs -> checkFit(needs, flavor));
    }

    private Optional<ImageNeeds> needs(Call call, Listed server) {
        ImageNeeds kept = api.requestSpecs()
                .find(server.row().uuid())
                .map(spec -> Json.read(spec.spec(), RequestedServer.class).imageNeeds())
                .orElse(null);
        return kept == null
                ? find(call, String.valueOf(server.row().imageRef())).map(ImageChoice::needs)
                : Optional.of(kept);
    }

    static ImageNeeds needs(Image image) {
        return new ImageNeeds(image.minRam(), image.minDisk(), image.sizeBytes());
    }

    /**
     * What the image says of itself, as it is kept with each server: values are cut to 255 bytes, as Nova's are.
     *
     * @throws Refused 400 when there are more of them than any image service lets through unasked
     */
    static Map<String, String> properties(Image image) {
        if (image.properties().size() > PROPERTIES_MOST) {
            throw Values.bad("Image %s has more than %d properties.".formatted(image.id(), PROPERTIES_MOST));
        }
        Map<String, String> kept = new TreeMap<>();
        image.properties().forEach((name, value) -> {
            if (name.length() <= PROPERTY_BYTES) {
                kept.put(name, cut(value));
            }
        });
        return kept;
    }

    /** Whether a server of it has a config drive though nobody asked for one. */
    static boolean wantsConfigDrive(Map<String, String> properties) {
        return "mandatory".equals(properties.get("img_config_drive"));
    }

    private static String cut(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= PROPERTY_BYTES) {
            return value;
        }
        int end = PROPERTY_BYTES;
        while ((bytes[end] & 0xC0) == 0x80) { // within a character
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private Optional<Image> find(Call call, String id) {
        try {
            return images.get(id, call.tokenText());
        } catch (ServiceRefused e) {
            return Optional.empty();
        }
    }

    private static void checkFit(ImageNeeds image, FlavorSpec flavor) {
        if (image.minRam() > flavor.memoryMb()) {
            throw Values.bad("Flavor's memory is too small for requested image.");
        }
        if (flavor.rootGb() == 0) {
            return;
        }
        long disk = flavor.rootGb() * GIB;
        if (image.sizeBytes() > disk) {
            throw Values.bad(
                    ("Flavor's disk is too small for requested image. Flavor disk is %d bytes, image is %d" + " bytes.")
                            .formatted(disk, image.sizeBytes()));
        }
        if (image.minDisk() > flavor.rootGb()) {
            throw Values.bad(("Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk"
                            + " is %d bytes, minimum size is %d bytes.")
                    .formatted(disk, image.minDisk() * GIB));
        }
    }

    /** Volumes are not built; the one device that says no more than the image itself is taken. */
    private static void checkDevices(Call call, JsonNode server, String image) {
        if (!server.path("block_device_mapping").isEmpty()
                || !server.path("block_device_mapping_v2").isEmpty()) {
            call.authorize(Rule.SERVERS_CREATE_ATTACH_VOLUME);
        }
        if (!server.path("block_device_mapping").isEmpty()) {
            throw notBuilt("block_device_mapping");
        }
        JsonNode devices = server.path("block_device_mapping_v2");
        for (JsonNode device : devices) {
            boolean isImage = devices.size() == 1
                    && device.path("source_type").asText().equals("image")
                    && device.path("destination_type").asText("local").equals("local")
                    && device.path("boot_index").asInt(-1) == 0
                    && device.path("uuid").asText().equals(image)
                    && !device.hasNonNull("volume_size");
            if (!isImage) {
                throw notBuilt("block_device_mapping_v2");
            }
        }
    }

    static Refused notBuilt(String field) {
        return Values.bad("Invalid input for field/attribute " + field + ". This is not there yet.");
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");
    }
}
