package io.cellplane.api.servers.action;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.api.http.Call;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.servers.GuestQuestions;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.ConsoleAnswer;
import io.cellplane.contracts.host.ConsoleQuestion;
import io.cellplane.contracts.host.Subjects;
import io.cellplane.db.cell.ServerRow;
import io.micronaut.http.HttpResponse;
import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code os-getConsoleOutput}: what the guest has written last, in whatever state the server is. */
@Singleton
final class ConsoleOutput implements ServerAction {
    /** Nova has never shown these, since its answers were XML once. */
    private static final Pattern NOT_SHOWN = Pattern.compile("[\\x00-\\x08\\x0B-\\x1F]");

    private final ServerAccess access;
    private final GuestQuestions guests;

    ConsoleOutput(ServerAccess access, GuestQuestions guests) {
        this.access = access;
        this.guests = guests;
    }

    @Override
    public String key() {
        return "os-getConsoleOutput";
    }

    @Override
    public Rule rule() {
        return Rule.CONSOLE_OUTPUT;
    }

    @Override
    public Body body() {
        return Body.schema("actions/os-getConsoleOutput");
    }

    @Override
    public HttpResponse<?> act(Call call, String id) {
        ServerRow server = access.server(call, id).row();
        ConsoleAnswer answer = guests.ask(
                server,
                Subjects.ASK_CONSOLE,
                new ConsoleQuestion(server.uuid(), lines(call.actionBody().path("length"))),
                ConsoleAnswer.class,
                ConsoleAnswer::isSound);
        if (!answer.there()) {
            throw ServerAccess.unknown(id);
        }
        String output = answer.output();
        if (output == null) {
            throw Failure.SERVER_NO_CONSOLE.refused();
        }
        return HttpResponse.ok(Map.of("output", NOT_SHOWN.matcher(output).replaceAll("")));
    }

    /** Nothing, null and what is below zero mean all of it. */
    private static @Nullable Integer lines(JsonNode length) {
        if (length.isMissingNode() || length.isNull()) {
            return null;
        }
        BigInteger wanted = new BigInteger(length.asText());
        return wanted.signum() < 0 || wanted.bitLength() > Integer.SIZE - 1 ? null : (Integer) wanted.intValue();
    }
}
