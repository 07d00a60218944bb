package io.cellplane.api.http;

import io.micronaut.core.bind.ArgumentBinder;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Gives controller methods their {@link Call}. */
@Singleton
final class CallBinder implements TypedRequestArgumentBinder<Call> {
    @Override
    public Argument<Call> argumentType() {
        return Argument.of(Call.class);
    }

    @Override
    public ArgumentBinder.BindingResult<Call> bind(ArgumentConversionContext<Call> context, HttpRequest<?> request) {
        return () -> request.getAttribute(Call.ATTRIBUTE, Call.class);
    }
}
