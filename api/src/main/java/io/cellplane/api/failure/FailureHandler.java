package io.cellplane.api.failure;

import io.cellplane.api.ApiConfig;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.db.TooSlow;
import io.cellplane.openstack.CallerRefused;
import io.cellplane.openstack.ServiceAway;
import io.cellplane.openstack.ServiceRefused;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.net.URI;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a controller or a filter throws into an answer. What nobody foresaw is logged here, once. */
@Singleton
final class FailureHandler implements ExceptionHandler<Throwable, HttpResponse<?>> {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);

    private final URI identity;

    FailureHandler(ApiConfig config) {
        this.identity = config.services().identityUrl();
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own raw parameter
    public HttpResponse<?> handle(HttpRequest request, Throwable thrown) {
        return switch (thrown) {
            case Refused refused -> refused(refused);
            case CallerRefused refused -> callerRefused(refused);
            case ServiceRefused refused -> serviceRefused(refused);
            case ServiceAway away -> away("The " + away.service() + " service", away);
            case TooSlow slow -> tooSlow(slow);
            case ContentLengthExceededException _ -> refused(Failure.API_TOO_LARGE.refused());
            case HttpStatusException status ->
                ErrorBody.answer(
                        status.getStatus().getCode(), status.getStatus().getReason());
            case CompletionException wrapped when wrapped.getCause() != null -> handle(request, wrapped.getCause());
            default -> isDatabaseAway(thrown) ? away("A database", thrown) : unexpected(thrown);
        };
    }

    private MutableHttpResponse<Object> refused(Refused refused) {
        Failure failure = refused.failure();
        MutableHttpResponse<Object> answer = ErrorBody.answer(failure.status(), String.valueOf(refused.getMessage()));
        if (failure == Failure.API_UNAUTHENTICATED) {
            answer.header("WWW-Authenticate", "Keystone uri=\"" + identity + "\"");
        }
        if (failure.status() == 429) {
            answer.header("Retry-After", "1");
        }
        if (failure.status() == 503) {
            answer.header("Retry-After", "5");
        }
        return answer;
    }

    /** What a service refuses to the caller itself, the caller is told. */
    private HttpResponse<?> callerRefused(CallerRefused refused) {
        return switch (refused.status()) {
            case 400 -> refused(Failure.API_INVALID_INPUT.refused(refused.words()));
            case 401 -> refused(Failure.API_UNAUTHENTICATED.refused());
            case 403, 413 -> refused(Failure.API_FORBIDDEN.refused(refused.words()));
            case 404 -> refused(Failure.API_NOT_FOUND.refused(refused.words()));
            case 409 -> refused(Failure.API_CONFLICT.refused(refused.words()));
            default -> serviceRefused(refused);
        };
    }

    /** What a service refuses that nobody expected it to, it refuses to this process, whoever calls. */
    private HttpResponse<?> serviceRefused(ServiceRefused refused) {
        LOG.error("The {} service refuses: {} {}", refused.service(), refused.status(), refused.getMessage());
        return refused(Failure.API_SERVICE_REFUSED.refused(refused.service()));
    }

    private HttpResponse<?> away(String what, Throwable thrown) {
        LOG.warn("{} is away: {}", what, thrown.toString());
        return refused(Failure.API_AWAY.refused(what));
    }

    private HttpResponse<?> tooSlow(TooSlow slow) {
        LOG.warn("too slow: {}", slow.getMessage());
        return refused(Failure.API_TOO_SLOW.refused());
    }

    private HttpResponse<?> unexpected(Throwable thrown) {
        LOG.error("unexpected", thrown);
        return refused(Failure.API_UNEXPECTED.refused());
    }

    /** No connection, or one that broke: SQL state 08, or a pool that could not give one. */
    private static boolean isDatabaseAway(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.sql.SQLTransientConnectionException
                    || cause instanceof java.sql.SQLNonTransientConnectionException
                    || (cause instanceof SQLException sql
                            && sql.getSQLState() != null
                            && sql.getSQLState().startsWith("08"))) {
                return true;
            }
        }
        return false;
    }
}
