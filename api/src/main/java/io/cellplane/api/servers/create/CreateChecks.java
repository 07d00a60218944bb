package io.cellplane.api.servers.create;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.view.Addresses;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.contracts.server.PlaceHints;
import io.cellplane.contracts.server.RequestedNetwork;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.KeyPairRow;
import io.cellplane.db.control.KeyPairRows;
import io.cellplane.db.control.LimitSource;
import io.cellplane.db.control.QuotaLimits;
import io.cellplane.openstack.image.Image;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks a request for servers by reading alone, so that a refusal leaves nothing behind. */
@Singleton
public final class CreateChecks {
    /** More in one request are refused, whatever the quota. */
    static final int MOST_AT_ONCE = 1000;

    private static final int NAME_MOST = 255;

    private final KeyPairRows keyPairs;
    private final FlavorChoice flavors;
    private final ImageChoice images;
    private final NetworkChoice networks;
    private final PlaceChoice places;
    private final HintChoice hints;
    private final LimitSource limits;

    public CreateChecks(
            ApiDatabase api,
            FlavorChoice flavors,
            ImageChoice images,
            NetworkChoice networks,
            PlaceChoice places,
            HintChoice hints,
            LimitSource limits) {
        this.keyPairs = api.database().rows(KeyPairRows.class);
        this.flavors = flavors;
        this.images = images;
        this.networks = networks;
        this.places = places;
        this.hints = hints;
        this.limits = limits;
    }

    /** @throws Refused in Nova's words */
    public Creation check(Call call, JsonNode body, Instant now) {
        JsonNode server = body.path("server");
        checkNotBuilt(server);
        int least = count(server.path("min_count"), 1);
        int most = count(server.path("max_count"), least);
        checkCounts(least, most);
        checkName(server.path("name").asText(), most);
        checkTexts(server);
        FlavorSpec flavor = flavors.of(call, server.path("flavorRef"));
        Image image = images.of(call, server, flavor);
        KeyPairRow key = key(call, server);
        PlaceChoice.Wanted wanted = places.of(call, server);
        HintChoice.Hints hinted = hints.of(call, body);
        List<RequestedNetwork> cards = networks.of(call, server, most);
        if (!cards.isEmpty()) {
            call.authorize(Rule.SERVERS_CREATE_ATTACH_NETWORK);
        }
        QuotaLimits limited = limits.of(call.project(), call.user());
        int fitting = networks.room(call, cards, least, most);
        Common common = new Common(
                call,
                server,
                flavor,
                image,
                ImageChoice.properties(image),
                key,
                wanted,
                hinted.near(),
                cards,
                networks.groups(call, server),
                metadata(server, limited),
                ServerNames.reservation(),
                now);
        String password = Values.text(server.path("adminPass"));
        return new Creation(
                call.project(),
                call.user(),
                flavor,
                least,
                fitting,
                limited,
                hinted.group(),
                wanted.forced(),
                index -> common.server(index, most),
                Values.text(server.path("user_data")),
                InjectedFiles.of(server, limited),
                password == null ? ServerNames.password() : password,
                call.globalRequestId());
    }

    private static void checkNotBuilt(JsonNode server) {
        if (!server.path("trusted_image_certificates").isEmpty()) {
            throw ImageChoice.notBuilt("trusted_image_certificates");
        }
    }

    /** A number as it came, or as many as are refused anyway. */
    private static int count(JsonNode node, int standard) {
        if (node.isMissingNode() || node.isNull()) {
            return standard;
        }
        return (int) Math.min(node.asLong(MOST_AT_ONCE + 1L), MOST_AT_ONCE + 1L);
    }

    /** The name with its number must still fit. */
    private static void checkName(String name, int most) {
        int suffix = most > 1 ? String.valueOf(most).length() + 1 : 0;
        if (name.codePointCount(0, name.length()) + suffix > NAME_MOST) {
            throw Values.invalid("name", name, "'" + name + "' is too long");
        }
    }

    private static void checkCounts(int least, int most) {
        if (least > most) {
            throw Values.bad("min_count must be <= max_count");
        }
        if (most > MOST_AT_ONCE) {
            throw Failure.API_FORBIDDEN.refused(
                    "Quota exceeded for instances: Requested " + most + ", but at most " + MOST_AT_ONCE + " at once");
        }
    }

    private static void checkTexts(JsonNode server) {
        String userData = Values.text(server.path("user_data"));
        if (userData != null) {
            if (!isBase64(userData)) {
                throw Values.invalid("user_data", userData, "'" + userData + "' is not a 'base64'");
            }
        }
        checkAddress(server, "accessIPv4", "ipv4");
        checkAddress(server, "accessIPv6", "ipv6");
    }

    static boolean isBase64(String text) {
        String plain = text.replaceAll("\\s", "");
        return plain.length() % 4 == 0 && plain.matches("[A-Za-z0-9+/]*={0,2}");
    }

    public static void checkAddress(JsonNode server, String field, String format) {
        String address = Values.text(server.path(field));
        if (address != null
                && !address.isEmpty()
                && !(format.equals("ipv4") ? Addresses.isV4(address) : Addresses.isV6(address))) {
            throw Values.invalid(field, address, "'" + address + "' is not a '" + format + "'");
        }
    }

    private @Nullable KeyPairRow key(Call call, JsonNode server) {
        String name = Values.text(server.path("key_name"));
        return name == null
                ? null
                : keyPairs.find(call.user(), name).orElseThrow(() -> Values.bad("Invalid key_name provided."));
    }

    private static Map<String, String> metadata(JsonNode server, QuotaLimits limits) {
        Map<String, String> metadata = new LinkedHashMap<>();
        server.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        MetadataLimit.check(metadata.size(), limits);
        return metadata;
    }

    /** What all servers of one request have in common. */
    private record Common(
            Call call,
            JsonNode asked,
            FlavorSpec flavor,
            Image image,
            Map<String, String> properties,
            @Nullable KeyPairRow key,
            PlaceChoice.Wanted wanted,
            @Nullable PlaceHints hints,
            List<RequestedNetwork> cards,
            List<String> groups,
            Map<String, String> metadata,
            String reservation,
            Instant now) {

        RequestedServer server(int index, int of) {
            UUID uuid = UUID.randomUUID();
            String base = asked.path("name").asText();
            String name = of > 1 ? base + "-" + (index + 1) : base;
            List<String> tags = new ArrayList<>();
            asked.path("tags").forEach(tag -> tags.add(tag.asText()));
            return new RequestedServer(
                    uuid,
                    call.project(),
                    call.user(),
                    name,
                    ServerNames.hostname(name, uuid),
                    Values.text(asked.path("description")) == null && !call.since(19)
                            ? base
                            : Values.text(asked.path("description")),
                    flavor,
                    image.id(),
                    properties,
                    ImageChoice.needs(image),
                    key == null ? null : key.name(),
                    key == null ? null : key.type(),
                    key == null ? null : key.publicKey(),
                    metadata,
                    tags.stream().distinct().toList(),
                    groups,
                    wanted.zone(),
                    wanted.host(),
                    wanted.forced(),
                    hints,
                    cards,
                    Values.bool(asked.path("config_drive"), false) || ImageChoice.wantsConfigDrive(properties),
                    address("accessIPv4"),
                    address("accessIPv6"),
                    asked.path("OS-DCF:diskConfig").asText("MANUAL").equals("AUTO"),
                    index,
                    reservation,
                    call.requestId(),
                    now);
        }

        private @Nullable String address(String field) {
            String text = Values.text(asked.path(field));
            return text == null || text.isEmpty() ? null : Addresses.canonical(text);
        }
    }
}
