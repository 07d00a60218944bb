package io.cellplane.openstack.identity;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call that an application credential is good for.
 *
 * @param service the service's type, e.g. {@code image}
 * @param path as the service sees it, without a query; <code>{name}</code> and {@code *} stand for one segment or a part
 *     of one, {@code **} for any number of them
 */
public record AccessRule(String service, String method, String path) {
    private static final Pattern WILD = Pattern.compile("\\{[^}]*}|\\*\\*|\\*|[^{*]+|\\{");

    public boolean allows(String service, String method, String path) {
        return this.service.equals(service)
                && this.method.equals(method)
                && pattern().matcher(path).matches();
    }

    private Pattern pattern() {
        return Pattern.compile(WILD.matcher(path).replaceAll(AccessRule::regex));
    }

    private static String regex(MatchResult part) {
        String text = part.group();
        return switch (text) {
            case "**" -> ".*";
            case "*" -> "[^/]+";
            default ->
                text.startsWith("{") && text.endsWith("}") ? "[^/]+" : Matcher.quoteReplacement(Pattern.quote(text));
        };
    }
}
