package io.cellplane.api;

import io.cellplane.api.policy.Policy;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.nio.file.Path;

/** The parts that are made from the configuration when nobody passes them in. */
@Factory
final class Parts {

    @Singleton
    Policy policy(ApiSettings settings) {
        String file = settings.policyFile();
        return Policy.load(file == null ? null : Path.of(file));
    }
}
