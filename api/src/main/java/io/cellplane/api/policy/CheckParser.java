package io.cellplane.api.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads check strings: {@code role:admin or (role:member and project_id:%(project_id)s)}, {@code @}, {@code !}. */
final class CheckParser {
    private static final Pattern WORD = Pattern.compile("\\s*(\\((?!s)|(?<!%\\()\\)|(?:%\\([^)]*\\)s|[^\\s()])+)");

    private final String text;
    private final List<String> words = new ArrayList<>();
    private int at;

    private CheckParser(String text) {
        this.text = text;
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            words.add(matcher.group(1));
            end = matcher.end();
        }
        if (!text.substring(end).isBlank()) {
            throw unreadable();
        }
    }

    /** @throws IllegalArgumentException when it cannot be understood */
    static Check parse(String text) {
        if (text.isBlank()) {
            return new Check.Always(true);
        }
        CheckParser parser = new CheckParser(text);
        Check check = parser.anyOf();
        if (parser.at < parser.words.size()) {
            throw parser.unreadable();
        }
        return check;
    }

    private Check anyOf() {
        List<Check> checks = new ArrayList<>(List.of(allOf()));
        while (takes("or")) {
            checks.add(allOf());
        }
        return checks.size() == 1 ? checks.getFirst() : new Check.AnyOf(List.copyOf(checks));
    }

    private Check allOf() {
        List<Check> checks = new ArrayList<>(List.of(one()));
        while (takes("and")) {
            checks.add(one());
        }
        return checks.size() == 1 ? checks.getFirst() : new Check.AllOf(List.copyOf(checks));
    }

    private Check one() {
        if (takes("not")) {
            return new Check.Not(one());
        }
        if (takes("(")) {
            Check inner = anyOf();
            if (!takes(")")) {
                throw unreadable();
            }
            return inner;
        }
        if (at == words.size()) {
            throw unreadable();
        }
        return leaf(words.get(at++));
    }

    private Check leaf(String word) {
        if (word.equals("@")) {
            return new Check.Always(true);
        }
        if (word.equals("!")) {
            return new Check.Always(false);
        }
        int colon = word.indexOf(':');
        if (colon <= 0) {
            throw unreadable();
        }
        String kind = word.substring(0, colon);
        String match = word.substring(colon + 1);
        return switch (kind) {
            case "rule" -> new Check.Named(match);
            case "role" -> new Check.Role(match.toLowerCase(Locale.ROOT));
            default -> new Check.Credential(kind, match);
        };
    }

    private boolean takes(String word) {
        if (at < words.size() && words.get(at).toLowerCase(Locale.ROOT).equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException unreadable() {
        return new IllegalArgumentException("not a policy check: " + text);
    }
}
