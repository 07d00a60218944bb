package io.cellplane.api.servers.action;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.KeyedActions;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.operation.Kind;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every action: one line for each that takes nothing and wishes nothing but its operation, a file for each other. */
@Singleton
final class ServerActions implements KeyedActions {
    private final Map<String, ServerAction> byKey;

    ServerActions(List<ServerAction> others, Operations operations) {
        List<ServerAction> plain = List.of(
                new Plain("os-start", Rule.SERVERS_START, Versions.ALL, Kind.START, operations),
                new Plain("os-stop", Rule.SERVERS_STOP, Versions.ALL, Kind.STOP, operations),
                new Plain("pause", Rule.PAUSE_SERVER_PAUSE, Versions.ALL, Kind.PAUSE, operations),
                new Plain("unpause", Rule.PAUSE_SERVER_UNPAUSE, Versions.ALL, Kind.UNPAUSE, operations),
                new Plain("suspend", Rule.SUSPEND_SERVER_SUSPEND, Versions.ALL, Kind.SUSPEND, operations),
                new Plain("resume", Rule.SUSPEND_SERVER_RESUME, Versions.ALL, Kind.RESUME, operations),
                new Plain(
                        "trigger_crash_dump",
                        Rule.SERVERS_TRIGGER_CRASH_DUMP,
                        Versions.since(17),
                        Kind.CRASH_DUMP,
                        operations));
        byKey = Stream.concat(plain.stream(), others.stream())
                .collect(toUnmodifiableMap(ServerAction::key, Function.identity()));
    }

    private record Plain(String key, Rule rule, Versions versions, Kind kind, Operations operations)
            implements ServerAction {
        @Override
        public HttpResponse<?> act(Call call, String id) {
            operations.ask(call, id, kind, _ -> Wish.PLAIN);
            return HttpResponse.accepted();
        }
    }

    @Override
    public Collection<ServerAction> all() {
        return byKey.values();
    }

    ServerAction of(String key) {
        return Objects.requireNonNull(byKey.get(key));
    }
}
