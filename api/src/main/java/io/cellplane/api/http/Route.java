package io.cellplane.api.http;

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
 * {@link io.cellplane.api.schema.Schemas}); the rules' defaults in {@code resources/policy.yaml}; the words of its
 * failures in {@link io.cellplane.contracts.failure.Failure}, thrown as {@code Failure.X.refused(…)}; its lines taken
 * out of {@code resources/not-built.txt}; its row in {@code ForeignProjectTest}. A method answers a map, a list or a
 * Jackson node (200), or an {@code HttpResponse}. Bodies come from {@link Call#body()}, queries from
 * {@link Call#query()}: never bind Micronaut's own body.
 */
@Documented
@Executable
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Route {
    /** The rule of a route that needs no token: version documents only. */
    String OPEN = "open";

    /** The policy rule, by Nova's name; for a route with {@link #actions()} it may be empty. */
    String rule() default "";

    /** The first microversion that has this route. */
    String min() default "2.1";

    /** The last microversion that has this route. */
    String max() default "2.79";

    /** The schema of the body, {@code file/name}; a method that takes a body must have one. */
    String body() default "";

    /** The schema of the query, {@code file/name}; without one every query is ignored. */
    String query() default "";

    /** For {@code POST …/action}: the one key of the body chooses rule and schema; see {@link Call#action()}. */
    Action[] actions() default {};

    /** One action of a route with several. */
    @interface Action {
        /** The key in the body. */
        String name();

        String rule();

        String body();

        String min() default "2.1";

        String max() default "2.79";
    }
}
