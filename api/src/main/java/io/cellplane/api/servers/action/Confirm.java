package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.contracts.operation.Kind;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;

/**
 * {@code confirmResize}: the way back of a move is given up. It needs nothing where the server came from: what it leaves
 * there is cleaned when that is back.
 */
@Singleton
final class Confirm implements ServerAction {
    private final Operations operations;
    private final WaysBack ways;

    Confirm(Operations operations, WaysBack ways) {
        this.operations = operations;
        this.ways = ways;
    }

    @Override
    public String key() {
        return "confirmResize";
    }

    @Override
    public Rule rule() {
        return Rule.SERVERS_CONFIRM_RESIZE;
    }

    /** @throws io.cellplane.contracts.failure.Refused 400 when there is no way back, 409 */
    @Override
    public HttpResponse<?> act(Call call, String id) {
        operations.ask(
                call,
                id,
                Kind.CONFIRM,
                server -> WaysBack.end(ways.of(server.row().uuid())));
        return HttpResponse.noContent();
    }
}
