package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.openstack.identity.Identity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * An image service (v2) for one machine: records and data in a folder. It starts with two small public images,
 * {@code cirros} and {@code debian}. Its address is known once it is made; it answers once it is started.
 */
public final class ImageStandIn implements AutoCloseable {
    private final Store store;
    private final WireServer server;
    private final Gate gate;

    /**
     * @param data a folder of its own
     * @param identity who tells whose a token is
     * @param owner the id of the project that owns the first images
     */
    public ImageStandIn(Path data, InetSocketAddress bind, Identity identity, String owner) throws IOException {
        store = new Store(data.resolve("images.jsonl"));
        ImageShelf shelf = new ImageShelf(store);
        ImageFiles files = new ImageFiles(data.resolve("images"));
        gate = new Gate(identity, "image");
        ImageRoutes images = new ImageRoutes(shelf, files, gate);
        store.once(() -> seed(shelf, files, images, owner));
        unstuck(shelf);
        Routes routes = new Routes();
        about(routes, gate);
        images.on(routes);
        server = new WireServer(bind, routes, ImageStandIn::failure);
    }

    public void start() {
        server.start();
    }

    /** From now on it is as one without {@code service_type}: it takes no token that is good for some calls only. */
    public void forgetType() {
        gate.forgetType();
    }

    public InetSocketAddress address() {
        return server.address();
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    private static void seed(ImageShelf shelf, ImageFiles files, ImageRoutes images, String owner) {
        for (String name : List.of("cirros", "debian")) {
            ObjectNode asked = Docs.object().put("name", name).put("disk_format", "raw");
            asked.put("container_format", "bare").put("os_distro", name).put("visibility", "public");
            ObjectNode image = shelf.create(asked, owner, true);
            byte[] bytes = new byte[name.equals("cirros") ? 16 << 10 : 64 << 10];
            new Random(name.hashCode()).nextBytes(bytes);
            ImageFiles.Written written = files.write(image.path("id").asText(), new ByteArrayInputStream(bytes));
            images.activate(image.deepCopy(), written);
        }
    }

    /** An upload that the last process did not finish may be sent again. */
    private static void unstuck(ImageShelf shelf) {
        shelf.images.all().stream()
                .filter(image -> image.path("status").asText().equals("saving"))
                .forEach(image -> shelf.replace(image.deepCopy().put("status", "queued")));
    }

    private static void about(Routes routes, Gate gate) {
        routes.on("GET /", call -> {
            ObjectNode body = Docs.object();
            var versions = body.putArray("versions");
            for (int minor = 15; minor >= 0; minor--) {
                if (minor != 14 && minor != 12) {
                    String status = minor == 15 ? "CURRENT" : "SUPPORTED";
                    versions.add(Docs.version("v2." + minor, status, call.base() + "/v2/"));
                }
            }
            return Said.of(300, body);
        });
        routes.on("GET /v2/schemas/image", call -> {
            gate.who(call);
            return Said.ok(schema());
        });
        routes.on("GET /v2/schemas/images", call -> {
            gate.who(call);
            ObjectNode images = Docs.object().put("name", "images");
            ObjectNode list = images.putObject("properties").putObject("images").put("type", "array");
            list.set("items", schema());
            return Said.ok(images);
        });
        routes.on("GET /v2/info/import", call -> {
            gate.who(call);
            ObjectNode body = Docs.object();
            body.putObject("import-methods").put("type", "array").putArray("value");
            return Said.ok(body);
        });
    }

    private static ObjectNode schema() {
        ObjectNode schema = Docs.object().put("name", "image");
        ObjectNode properties = schema.putObject("properties");
        for (String text : List.of("id", "name", "status", "visibility", "owner", "checksum", "os_hash_algo")) {
            properties.putObject(text).putArray("type").add("null").add("string");
        }
        for (String text : List.of("disk_format", "container_format", "os_hash_value", "self", "file", "schema")) {
            properties.putObject(text).putArray("type").add("null").add("string");
        }
        for (String number : List.of("size", "virtual_size", "min_disk", "min_ram")) {
            properties.putObject(number).putArray("type").add("null").add("integer");
        }
        properties.putObject("protected").put("type", "boolean");
        properties.putObject("os_hidden").put("type", "boolean");
        properties.putObject("tags").put("type", "array").putObject("items").put("type", "string");
        schema.putObject("additionalProperties").put("type", "string");
        return schema;
    }

    private static JsonNode failure(WireFailure failure) {
        return Docs.object()
                .put("message", failure.words())
                .put("code", failure.status() + " " + failure.title())
                .put("title", failure.title());
    }
}
