package io.cellplane.api.http;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.AnnotationValue;
import java.util.List;

/** What {@link Route} says of a method, as plain values. */
public record RouteRules(
        String rule, Microversion min, Microversion max, String body, String query, List<ActionRules> actions) {

    /** What {@link Route.Action} says. */
    public record ActionRules(String name, String rule, String body, Microversion min, Microversion max) {}

    /** @throws IllegalStateException when the method has no {@link Route} */
    public static RouteRules of(AnnotationMetadata method) {
        AnnotationValue<Route> route = method.findAnnotation(Route.class)
                .orElseThrow(() -> new IllegalStateException("a route without @Route: " + method));
        return new RouteRules(
                route.stringValue("rule").orElse(""),
                version(route, "min", Microversion.MIN),
                version(route, "max", Microversion.MAX),
                route.stringValue("body").orElse(""),
                route.stringValue("query").orElse(""),
                route.getAnnotations("actions", Route.Action.class).stream()
                        .map(RouteRules::action)
                        .toList());
    }

    private static ActionRules action(AnnotationValue<Route.Action> action) {
        return new ActionRules(
                action.stringValue("name").orElseThrow(),
                action.stringValue("rule").orElseThrow(),
                action.stringValue("body").orElseThrow(),
                version(action, "min", Microversion.MIN),
                version(action, "max", Microversion.MAX));
    }

    private static Microversion version(AnnotationValue<?> of, String member, Microversion standard) {
        return of.stringValue(member).map(Microversion::parse).orElse(standard);
    }

    public boolean isOpen() {
        return rule.equals(Route.OPEN);
    }
}
