package io.cellplane.api.keypair;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.ApiSettings;
import io.cellplane.api.http.Call;
import io.cellplane.api.http.Page;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Times;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.KeyPairRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /os-keypairs}. */
@Controller("/v2.1/os-keypairs")
@ExecuteOn(TaskExecutors.BLOCKING)
final class KeyPairsController {
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_ -]+");

    private final KeyPairs keyPairs;
    private final ApiSettings settings;

    KeyPairsController(KeyPairs keyPairs, ApiSettings settings) {
        this.keyPairs = keyPairs;
        this.settings = settings;
    }

    @Get
    @Route(rule = Rule.KEYPAIRS_INDEX, owner = Route.Owner.NOBODY, query = "keypairs/list")
    Map<String, Object> list(Call call) {
        String user = user(call, Rule.KEYPAIRS_INDEX, call.query().text("user_id"));
        List<KeyPairRow> items = keyPairs.of(user);
        Map<String, Object> answer = new LinkedHashMap<>();
        Page page = call.since(35)
                ? Page.of(call, settings.maxLimit())
                : new Page(Math.max(items.size(), settings.maxLimit()), null);
        items = page.of(
                items,
                KeyPairRow::name,
                marker -> Failure.API_INVALID_INPUT.refused("Keypair marker [" + marker + "] not found"));
        answer.put(
                "keypairs",
                items.stream().map(pair -> Map.of("keypair", brief(call, pair))).toList());
        if (call.since(35) && !items.isEmpty()) {
            page.addNext(answer, "keypairs", items.size(), items.getLast().name(), call, "os-keypairs");
        }
        return answer;
    }

    @Get("/{name}")
    @Route(rule = Rule.KEYPAIRS_SHOW, owner = Route.Owner.USER, query = "keypairs/show")
    Map<String, Object> show(Call call, String name) {
        KeyPairRow pair =
                keyPairs.of(user(call, Rule.KEYPAIRS_SHOW, call.query().text("user_id")), name);
        Map<String, Object> view = brief(call, pair);
        view.put("user_id", pair.userId());
        view.put("id", pair.id());
        view.put("created_at", Times.micros(pair.createdAt()));
        view.put("updated_at", null);
        view.put("deleted", false);
        view.put("deleted_at", null);
        return Map.of("keypair", view);
    }

    @Post
    @Route(rule = Rule.KEYPAIRS_CREATE, owner = Route.Owner.NOBODY, body = "keypairs/create")
    HttpResponse<?> create(Call call) {
        JsonNode body = call.body().path("keypair");
        String user = user(call, Rule.KEYPAIRS_CREATE, Values.text(body.path("user_id")));
        String name = body.path("name").asText().strip();
        if (!SAFE.matcher(name).matches()) {
            throw Failure.KEY_PAIR_INVALID.refused("Keypair name contains unsafe characters");
        }
        String type = call.since(2) ? body.path("type").asText(KeyPairRow.SSH) : KeyPairRow.SSH;
        String given = Values.text(body.path("public_key"));
        Map<String, Object> view =
                given == null ? made(call, user, name, type) : imported(call, user, name, type, given);
        return (call.since(2)
                ? HttpResponse.<Object>created(Map.of("keypair", view))
                : HttpResponse.ok(Map.of("keypair", view)));
    }

    private Map<String, Object> made(Call call, String user, String name, String type) {
        NewPair made = type.equals(KeyPairRow.X509) ? Certificates.make(user, keyPairs.now()) : SshKeys.make();
        Map<String, Object> view = imported(call, user, name, type, made.publicKey());
        view.put("private_key", made.privateKey());
        return view;
    }

    private Map<String, Object> imported(Call call, String user, String name, String type, String publicKey) {
        String fingerprint =
                type.equals(KeyPairRow.X509) ? Certificates.fingerprint(publicKey) : SshKeys.fingerprint(publicKey);
        KeyPairRow pair = keyPairs.add(call.project(), user, name, type, fingerprint, publicKey);
        Map<String, Object> view = brief(call, pair);
        view.put("user_id", user);
        return view;
    }

    @Delete("/{name}")
    @Route(rule = Rule.KEYPAIRS_DELETE, owner = Route.Owner.USER, query = "keypairs/show")
    HttpResponse<?> delete(Call call, String name) {
        keyPairs.remove(user(call, Rule.KEYPAIRS_DELETE, call.query().text("user_id")), name);
        return call.since(2) ? HttpResponse.noContent() : HttpResponse.accepted();
    }

    private static Map<String, Object> brief(Call call, KeyPairRow pair) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("name", pair.name());
        view.put("public_key", pair.publicKey());
        view.put("fingerprint", pair.fingerprint());
        if (call.since(2)) {
            view.put("type", pair.type());
        }
        return view;
    }

    /** From 2.10 an administrator may speak of another user. */
    private static String user(Call call, Rule rule, @Nullable String asked) {
        if (asked == null || !call.since(10)) {
            return call.user();
        }
        call.authorize(rule, Map.of("user_id", asked));
        return asked;
    }
}
