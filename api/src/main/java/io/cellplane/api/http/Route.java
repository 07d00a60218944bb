package io.cellplane.api.http;

import io.cellplane.api.policy.Rule;
import io.micronaut.context.annotation.Executable;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What is true of a controller's method before it runs. {@link Gate} reads it and has checked all of it when the method
 * is called: the token, the microversion, the policy rule, the body and the query.
 *
 * <p>To add a resource: a controller {@code @Controller("/v2.1/things") @ExecuteOn(TaskExecutors.BLOCKING)} whose
 * methods carry Micronaut's {@code @Get}, {@code @Post}… and this annotation, and take a {@link Call} (and path
 * variables by name); a file {@code resources/schemas/things.json} for its bodies and queries (see
 * {@link io.cellplane.api.schema.Schemas}); its rules in {@link Rule}; the words of its
 * failures in {@link io.cellplane.contracts.failure.Failure}, thrown as {@code Failure.X.refused(…)}; its lines taken
 * out of {@code resources/not-built.txt}; its {@link #owner()}. A method answers a map, a list or a
 * Jackson node (200), or an {@code HttpResponse}. Bodies come from {@link Call#body()}, queries from
 * {@link Call#query()}: never bind Micronaut's own body.
 */
@Documented
@Executable
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Route {
    /** Whose is what the route touches; {@code ForeignProjectTest} holds every route to it. */
    enum Owner {
        /** A project's: another project's caller is refused, or finds nothing. */
        PROJECT,
        /** A user's: the same for another user's. */
        USER,
        /** For administrators: whoever else calls is refused. */
        ADMIN,
        /** Nobody's, or by its nature the caller's own. */
        NOBODY
    }

    /** The policy rule; none for a route with actions, which have theirs, and for an {@link #open()} one. */
    Rule[] rule() default {};

    Owner owner() default Owner.PROJECT;

    /** Whether no token is needed: version documents only. */
    boolean open() default false;

    /** The first microversion that has this route. */
    String min() default "2.1";

    /** The last microversion that has this route; empty when every later one has it too. */
    String max() default "";

    /** The schema of the body, {@code file/name}; a method that takes a body must have one. */
    String body() default "";

    /** The schema of the query, {@code file/name}; without one every query is ignored. */
    String query() default "";

    /** For {@code POST …/action}: the one key of the body chooses rule and schema; see {@link Call#action()}. */
    Action[] actions() default {};

    /** The bean that has the actions, where they are beans and not listed here. */
    Class<? extends KeyedActions> actionsOf() default KeyedActions.class;

    /** One action of a route with several. */
    @interface Action {
        /** The key in the body. */
        String name();

        Rule rule();

        String body();

        String min() default "2.1";

        String max() default "";
    }
}
