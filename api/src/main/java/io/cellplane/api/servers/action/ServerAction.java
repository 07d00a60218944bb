package io.cellplane.api.servers.action;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.KeyedAction;
import io.micronaut.http.HttpResponse;

/** One key of the body of {@code POST /servers/{id}/action}; every bean of this type is one, see {@link ServerActions}. */
interface ServerAction extends KeyedAction {
    /**
     * @param id of the server, as the path has it
     * @throws io.cellplane.contracts.failure.Refused as each says; 404 when the caller has no such server
     */
    HttpResponse<?> act(Call call, String id);
}
