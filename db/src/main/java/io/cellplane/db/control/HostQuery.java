package io.cellplane.db.control;

import com.fasterxml.jackson.core.type.TypeReference;
import io.cellplane.db.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts will do, in the language of Nova's {@code JsonFilter}: a list of an operator and what it is about, which are
 * numbers, texts, variables ({@code "$free_ram_mb"}) and such lists again. What a variable that is not known is about is left
 * out.
 */
public final class HostQuery {
    /** That no host fulfils: what could not be read asks for more than is known. */
    public static final HostQuery NONE = new HostQuery(List.of("or"));

    private static final int LONGEST = 4096;
    private static final TypeReference<List<Object>> LIST = new TypeReference<>() {};

    private static final Map<String, Predicate<List<Object>>> OPERATORS = Map.of(
            "=", all(Objects::equals),
            "<", all((one, other) -> compared(one, other, order -> order < 0)),
            ">", all((one, other) -> compared(one, other, order -> order > 0)),
            "<=", all((one, other) -> compared(one, other, order -> order <= 0)),
            ">=", all((one, other) -> compared(one, other, order -> order >= 0)),
            "in", terms -> terms.size() > 1 && terms.subList(1, terms.size()).contains(terms.getFirst()),
            "not", terms -> terms.stream().anyMatch(term -> !isTrue(term)),
            "or", terms -> terms.stream().anyMatch(HostQuery::isTrue),
            "and", terms -> terms.stream().allMatch(HostQuery::isTrue));

    private final List<?> expression;

    private HostQuery(List<?> expression) {
        this.expression = expression;
    }

    /** Empty for what is no such expression. */
    public static Optional<HostQuery> of(String json) {
        if (json.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            List<Object> expression = Json.read(json, LIST);
            return expression != null && isSound(expression)
                    ? Optional.of(new HostQuery(expression))
                    : Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.empty();
        }
    }

    private static boolean isSound(List<?> expression) {
        return expression.isEmpty()
                || (expression.getFirst() instanceof String operator
                        && OPERATORS.containsKey(operator)
                        && expression.stream()
                                .allMatch(term ->
                                        term instanceof List<?> inner ? isSound(inner) : !(term instanceof Map<?, ?>)));
    }

    /** @param variables by their names; null for those that are not known */
    public boolean passes(Function<String, @Nullable Object> variables) {
        return value(expression, variables);
    }

    private static boolean value(List<?> expression, Function<String, @Nullable Object> variables) {
        if (expression.isEmpty()) {
            return true;
        }
        List<Object> terms = expression.stream()
                .skip(1)
                .flatMap(term -> term(term, variables).stream())
                .toList();
        return Objects.requireNonNull(OPERATORS.get(String.valueOf(expression.getFirst())))
                .test(terms);
    }

    private static Optional<Object> term(@Nullable Object term, Function<String, @Nullable Object> variables) {
        return switch (term) {
            case null -> Optional.empty();
            case List<?> inner -> Optional.of(value(inner, variables));
            case String text when text.isEmpty() -> Optional.empty();
            case String text
            when text.startsWith("$") ->
                Optional.ofNullable(variables.apply(text.substring(1))).map(HostQuery::comparable);
            case Object literal -> Optional.of(comparable(literal));
        };
    }

    /** All numbers are of one kind. */
    private static Object comparable(Object term) {
        return term instanceof Number number ? (Object) number.doubleValue() : term;
    }

    /** The first term with each of the others. */
    private static Predicate<List<Object>> all(BiPredicate<Object, Object> compare) {
        return terms ->
                terms.size() > 1 && terms.stream().skip(1).allMatch(other -> compare.test(terms.getFirst(), other));
    }

    private static boolean compared(Object one, Object other, Predicate<Integer> order) {
        return switch (one) {
            case Double number when other instanceof Double with -> order.test(number.compareTo(with));
            case String text when other instanceof String with -> order.test(text.compareTo(with));
            default -> false;
        };
    }

    private static boolean isTrue(Object term) {
        return switch (term) {
            case Boolean truth -> truth;
            case Double number -> number != 0;
            default -> true;
        };
    }
}
