package io.cellplane.api.servers;

import io.cellplane.api.ask.CellBuses;
import io.cellplane.api.ask.HostAnswers;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.HostAnswer;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.HostMappingRow;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Asks a server's host about its guest, at the moment of the request. */
@Singleton
public final class GuestQuestions {
    private final ApiDatabase api;
    private final Provider<CellBuses> buses;

    GuestQuestions(ApiDatabase api, Provider<CellBuses> buses) {
        this.api = api;
        this.buses = buses;
    }

    /**
     * Asks it.
     *
     * @param subject one of {@link io.cellplane.contracts.host.Subjects}' {@code ASK_} constants
     * @throws Refused 409 when the server has no host; 503 when that does not answer, or is too old for the question
     */
    public <A extends HostAnswer> A ask(
            ServerRow server, String subject, Object question, Class<A> type, Predicate<A> isSound) {
        String host = server.host();
        if (host == null) {
            throw Failure.SERVER_NOT_READY.refused(server.uuid());
        }
        HostMappingRow mapping = api.hostMappings().find(host).orElseThrow(GuestQuestions::away);
        return buses.get()
                .of(mapping.cell())
                .flatMap(bus -> HostAnswers.of(bus, mapping, subject, question, type, isSound))
                .orElseThrow(GuestQuestions::away);
    }

    private static Refused away() {
        return Failure.API_AWAY.refused("The server's host");
    }
}
