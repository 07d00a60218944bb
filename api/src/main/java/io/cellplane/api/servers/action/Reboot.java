package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.contracts.operation.Kind;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/** {@code reboot}: the guest is asked, or, when it is a hard one, is not. */
@Singleton
final class Reboot implements ServerAction {
    private final Operations operations;

    Reboot(Operations operations) {
        this.operations = operations;
    }

    @Override
    public String key() {
        return "reboot";
    }

    @Override
    public Rule rule() {
        return Rule.SERVERS_REBOOT;
    }

    @Override
    public Body body() {
        return Body.schema("actions/reboot");
    }

    @Override
    public HttpResponse<?> act(Call call, String id) {
        boolean hard = call.actionBody().path("type").asText().equalsIgnoreCase("HARD");
        operations.ask(call, id, hard ? Kind.HARD_REBOOT : Kind.REBOOT, _ -> Wish.PLAIN);
        return HttpResponse.accepted();
    }
}
