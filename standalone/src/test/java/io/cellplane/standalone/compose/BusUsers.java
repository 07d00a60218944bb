package io.cellplane.standalone.compose;

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

    /** @param hosts the processes of the cell's hosts */
    List<String> problems(Told api, Told worker, List<Told> hosts) {
        List<String> found = new ArrayList<>();
        Map<String, String> files = new TreeMap<>();
        hosts.forEach(each -> each.hosts().forEach(host -> files.put(host, each.text("nats.password-file"))));
        Map<String, String> variables = new TreeMap<>();
        files.keySet().forEach(host -> variables.put(host, "$" + variable(host)));
        List<String> wanted = words(generated(worker.text("name"), variables));
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
        files.put(worker.text("name"), worker.text("nats.password-file"));
        files.put("api", api.text("nats.password-file"));
        files.forEach((user, secret) -> {
            Object at = Compose.map(compose.declared("secrets").get(secret.replace("/run/secrets/", "")))
                    .get("file");
            Path kept = compose.folder().resolve(String.valueOf(at));
            if (!Files.exists(kept) || !Compose.read(kept).strip().equals(known.get(variable(user)))) {
                found.add("the password of " + user + " is not the one that its bus knows");
            }
        });
        if (!worker.text("nats.user").equals("cell-worker")
                || !api.text("nats.user").equals("api")) {
            found.add("the bus knows neither " + worker.text("nats.user") + " nor " + api.text("nats.user"));
        }
        // Its inbox is called after its name.
        if (!deployed.contains("_INBOX." + api.text("name") + ".>")) {
            found.add(file.getFileName() + " lets no answer through to " + api.text("name"));
        }
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
