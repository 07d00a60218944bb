package io.cellplane.proofs.compose;

import io.cellplane.embedded.NatsConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A cell's NATS server as it is deployed, beside the one that the tests run with. */
record BusUsers(Compose compose, Path file, Path passwords) {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|[\\w.$]+|[{}\\[\\]:]");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^(\\w+): \"([^\"]+)\"$");

    /**
     * @param worker the name of the cell-worker
     * @param hosts the password file of each
     */
    List<String> problems(String worker, String workerPassword, Map<String, String> hosts) {
        List<String> found = new ArrayList<>();
        Map<String, String> variables = new TreeMap<>();
        hosts.forEach((host, _) -> variables.put(host, "$" + variable(host)));
        List<String> wanted = words(generated(worker, variables));
        List<String> deployed = words(Compose.read(file).replaceAll("(?m)^(#|include ).*$", ""));
        // Where it listens differs: in a container on every address, here on the loopback address.
        if (!deployed.subList(3, deployed.size()).equals(wanted.subList(3, wanted.size()))) {
            found.add(file.getFileName() + " is not what is generated:\n" + deployed + "\n" + wanted);
        }
        if (!deployed.subList(0, 3).equals(List.of("listen", ":", "0.0.0.0:4222"))) {
            found.add(file.getFileName() + " does not listen on 4222 for all");
        }
        Map<String, String> known = new TreeMap<>();
        PASSWORD.matcher(Compose.read(passwords)).results().forEach(each -> known.put(each.group(1), each.group(2)));
        Map<String, String> files = new TreeMap<>(hosts);
        files.put(worker, workerPassword);
        files.put("api", "/run/secrets/nats-api");
        files.forEach((user, secret) -> {
            Object at = Compose.map(compose.declared("secrets").get(secret.substring("/run/secrets/".length())))
                    .get("file");
            Path kept = compose.folder().resolve(String.valueOf(at));
            if (!Files.exists(kept) || !Compose.read(kept).strip().equals(known.get(variable(user)))) {
                found.add("the password of " + user + " is not the one that its bus knows");
            }
        });
        return found;
    }

    private static String generated(String worker, Map<String, String> hosts) {
        try {
            Path folder = Files.createTempDirectory("bus");
            Path file = folder.resolve("generated.conf");
            new NatsConfiguration(file, 4222, 8222).write(worker, "$" + variable(worker), "$API", hosts);
            String text = Compose.read(file);
            Files.delete(file);
            Files.delete(folder);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(String user) {
        return user.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static List<String> words(String configuration) {
        return WORD.matcher(configuration)
                .results()
                .map(MatchResult::group)
                .map(each -> each.replace("\"", ""))
                .toList();
    }
}
