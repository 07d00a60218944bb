package io.cellplane.standalone;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command's options: {@code --api-port 8774} or {@code CELLPLANE_API_PORT=8774}; the first wins. */
final class Arguments {
    private final Map<String, String> given = new HashMap<>();
    private final Map<String, String> environment;

    /**
     * @param names those that take a value
     * @param flags those that stand alone
     * @throws Refused for any other
     */
    Arguments(List<String> words, Map<String, String> environment, Set<String> names, Set<String> flags) {
        this.environment = environment;
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i);
            if (flags.contains(name)) {
                given.put(name, "true");
            } else if (!names.contains(name)) {
                throw new Refused("unknown option: " + name);
            } else if (++i == words.size()) {
                throw new Refused(name + " needs a value");
            } else {
                given.put(name, words.get(i));
            }
        }
    }

    /** What a person asked for cannot be done; the message says why. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    Optional<String> text(String name) {
        String variable =
                "CELLPLANE_" + name.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(given.get(name)).or(() -> Optional.ofNullable(environment.get(variable)));
    }

    int number(String name, int otherwise) {
        return text(name)
                .map(text -> {
                    try {
                        return Integer.parseInt(text);
                    } catch (NumberFormatException e) {
                        throw new Refused(name + " takes a number, not '" + text + "'");
                    }
                })
                .orElse(otherwise);
    }

    boolean flag(String name) {
        return text(name).filter(text -> !text.equals("false")).isPresent();
    }
}
