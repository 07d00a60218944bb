package io.cellplane.api.http;

import io.cellplane.api.version.Microversion;
import io.cellplane.api.version.Versions;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What Nova has and this API has not yet: such a route is refused with 501 and its feature's name, so that nothing
 * pretends. Reads {@code not-built.txt}: method, path, microversions, feature.
 */
@Singleton
public final class NotBuilt {
    private static final String ACTION = "ACTION";

    private final List<Entry> entries = read();

    /** One line of the table; the path of an action is its name. */
    public record Entry(String method, String path, Pattern pattern, Versions versions, String feature) {
        boolean isGone() {
            return feature.equals("gone");
        }
    }

    public List<Entry> entries() {
        return entries;
    }

    void refuse(String method, String path, Microversion version) {
        for (Entry entry : entries) {
            if (entry.method().equals(method)
                    && entry.pattern().matcher(path).matches()
                    && entry.versions().contains(version)) {
                throw entry.isGone() ? Failure.API_GONE.refused() : Failure.API_NOT_BUILT.refused(entry.feature());
            }
        }
    }

    /** Why an action that no route takes is refused: not built, of other microversions, or unknown. */
    Refused action(String name, Microversion version) {
        List<Entry> named = entries.stream()
                .filter(entry -> entry.method().equals(ACTION) && entry.path().equals(name))
                .toList();
        if (named.isEmpty()) {
            return Failure.API_NO_SUCH_ACTION.refused(name);
        }
        return named.stream().anyMatch(entry -> entry.versions().contains(version))
                ? Failure.API_NOT_BUILT.refused(name)
                : Failure.API_ROUTE_NOT_FOUND.refused();
    }

    private static List<Entry> read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(NotBuilt.class.getResourceAsStream("/not-built.txt")),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(NotBuilt::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(String line) {
        String[] words = line.strip().split("\\s+", 4);
        String pattern = (ApiPath.ROOT + words[1]).replace(".", "\\.").replaceAll("\\{[^}]+}", "[^/]+");
        return new Entry(words[0], words[1], Pattern.compile(pattern), Versions.parse(words[2]), words[3]);
    }
}
