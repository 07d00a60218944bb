package io.cellplane.api.http;

import io.cellplane.api.http.RouteRules.ActionRules;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Body;
import io.cellplane.api.version.Versions;
import io.micronaut.context.BeanContext;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.AnnotationValue;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads {@link Route}, and the actions that are beans. */
@Singleton
public final class Routes {
    private final BeanContext beans;
    private final Map<Class<?>, List<ActionRules>> actions = new ConcurrentHashMap<>();

    Routes(BeanContext beans) {
        this.beans = beans;
    }

    /** @throws IllegalStateException when the method has no {@link Route}, or one that says nobody's rule */
    public RouteRules of(AnnotationMetadata method) {
        AnnotationValue<Route> route = method.findAnnotation(Route.class)
                .orElseThrow(() -> new IllegalStateException("a route without @Route: " + method));
        Rule[] rules = route.enumValues("rule", Rule.class);
        RouteRules read = new RouteRules(
                rules.length == 0 ? null : rules[0],
                route.booleanValue("open").orElse(false),
                route.enumValue("owner", Route.Owner.class).orElse(Route.Owner.PROJECT),
                versions(route),
                route.stringValue("body").orElse(""),
                route.stringValue("query").orElse(""),
                Stream.concat(
                                route.getAnnotations("actions", Route.Action.class).stream()
                                        .map(Routes::action),
                                route.classValue("actionsOf").stream().flatMap(type -> beans(type).stream()))
                        .toList());
        if (read.rule() == null && !read.open() && read.actions().isEmpty()) {
            throw new IllegalStateException("a route without a rule: " + method);
        }
        return read;
    }

    private List<ActionRules> beans(Class<?> type) {
        return actions.computeIfAbsent(
                type,
                _ -> beans.getBean(type.asSubclass(KeyedActions.class)).all().stream()
                        .sorted(Comparator.comparing(KeyedAction::key))
                        .map(action -> new ActionRules(action.key(), action.rule(), action.body(), action.versions()))
                        .toList());
    }

    private static ActionRules action(AnnotationValue<Route.Action> action) {
        return new ActionRules(
                action.stringValue("name").orElseThrow(),
                action.enumValue("rule", Rule.class).orElseThrow(),
                Body.schema(action.stringValue("body").orElseThrow()),
                versions(action));
    }

    private static Versions versions(AnnotationValue<?> of) {
        return Versions.of(
                of.stringValue("min").orElse("2.1"), of.stringValue("max").orElse(""));
    }
}
