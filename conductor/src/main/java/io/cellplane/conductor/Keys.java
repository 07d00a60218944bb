package io.cellplane.conductor;

import io.cellplane.db.KeyFile;
import io.cellplane.db.Keyset;
import java.nio.file.Path;
import java.util.List;

/**
 * Changes the secret key while everything runs, one step at a time; the chapter on the secret key in docs/deploy.md says
 * what is done between them. {@code Keys FILE [add | promote | drop]}; without a step it shows the keys' ids.
 */
public final class Keys {
    private Keys() {}

    public static void main(String[] arguments) {
        try {
            run(List.of(arguments)).forEach(System.out::println);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    /** @return the keys of the file as it is now, oldest first */
    static List<String> run(List<String> arguments) {
        if (arguments.isEmpty() || arguments.size() > 2) {
            throw new IllegalArgumentException("usage: Keys FILE [add | promote | drop]");
        }
        String file = arguments.getFirst();
        Keyset keys = KeyFile.read(file);
        if (arguments.size() == 1) {
            return keys.ids();
        }
        Keyset changed = switch (arguments.get(1)) {
            case "add" -> keys.withNewKey();
            case "promote" -> keys.withNewestPrimary();
            case "drop" -> keys.withoutOlder();
            default ->
                throw new IllegalArgumentException("no step is named " + arguments.get(1) + ": add, promote or drop");
        };
        KeyFile.replace(Path.of(file), changed);
        return changed.ids();
    }
}
