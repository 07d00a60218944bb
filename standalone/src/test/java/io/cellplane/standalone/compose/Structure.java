package io.cellplane.standalone.compose;

import io.cellplane.standalone.compose.Compose.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must hold of any compose file: what is named exists, what is declared is used, no secret lies open. */
record Structure(Compose compose, Path root) {
    private static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d+\\.\\d+[\\w.-]*");
    private static final Pattern SECRET = Pattern.compile("/run/secrets/([a-z0-9-]+)");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$(?!\\$)\\{?\\w+");
    private static final Pattern SECRET_NAME = Pattern.compile("(?i).*(password|pwd|secret|token|_key).*");

    List<String> problems() {
        List<String> found = new ArrayList<>();
        VARIABLE.matcher(compose.text())
                .results()
                .forEach(each -> found.add("nothing makes the variable " + each.group()));
        compose.services().forEach(service -> check(service, found));
        unused("volumes", found);
        unused("networks", found);
        unused("secrets", found);
        compose.declared("secrets").forEach((name, at) -> {
            Path file = compose.folder().resolve(String.valueOf(Compose.map(at).get("file")));
            if (!Files.exists(file)) {
                found.add("secrets.sh makes no secret " + name);
            }
        });
        images(found);
        open(found);
        return found;
    }

    private void check(Service service, List<String> found) {
        String name = service.name();
        service.mounts().forEach((place, source) -> {
            boolean there = source.startsWith("./")
                    ? Files.exists(compose.folder().resolve(source))
                    : compose.declared("volumes").containsKey(source);
            if (!there) {
                found.add(name + " mounts " + source + ", which is not there");
            }
        });
        for (String kind : List.of("networks", "secrets")) {
            service.list(kind).stream()
                    .filter(each -> !compose.declared(kind).containsKey(each))
                    .forEach(each -> found.add(name + " names " + each + ", which is none of the " + kind));
        }
        service.map("depends_on").forEach((other, how) -> {
            boolean healthy = "service_healthy".equals(Compose.map(how).get("condition"));
            if (compose.service(other)
                    .filter(each -> !healthy || !each.health().isEmpty())
                    .isEmpty()) {
                found.add(name + " waits for " + other + ", which never comes");
            }
        });
        Set<String> used = secretsUsed(service);
        Set<String> given = new TreeSet<>(service.list("secrets"));
        used.stream()
                .filter(each -> !given.contains(each))
                .forEach(each -> found.add(name + " is not given the secret " + each));
        given.stream()
                .filter(each -> !used.contains(each))
                .forEach(each -> found.add(name + " is given the secret " + each + " and has no use for it"));
        service.map("environment").forEach((key, value) -> {
            if (SECRET_NAME.matcher(key).matches() && !key.endsWith("_FILE")) {
                found.add(name + " is told a secret: " + key);
            }
        });
        service.list("ports").stream()
                .filter(each -> !each.startsWith("127.0.0.1:"))
                .forEach(each -> found.add(name + " is open to everybody: " + each));
        boolean ends = service.tree().get("restart") == null
                || String.valueOf(service.tree().get("restart")).startsWith("on-failure");
        if (!ends && service.health().isEmpty()) {
            found.add(name + " has no health check");
        }
        Map<String, Object> build = service.map("build");
        if (!build.isEmpty()) {
            built(service, build, found);
        }
    }

    private void built(Service service, Map<String, Object> build, List<String> found) {
        String module = String.valueOf(Compose.map(build.get("args")).get("MODULE"));
        if (!Files.exists(root.resolve(module).resolve("pom.xml"))) {
            found.add(service.name() + " is built of " + module + ", which is no module");
        }
        if (!Files.exists(root.resolve(String.valueOf(build.get("dockerfile"))))) {
            found.add(service.name() + " is built by " + build.get("dockerfile") + ", which is not there");
        }
        String source = "src/main/java/" + service.main().replace('.', '/') + ".java";
        if (!Files.exists(root.resolve(module).resolve(source))) {
            found.add(service.name() + " runs " + service.main() + ", which is not in " + module);
        }
    }

    /** Wherever the service may read their names: its environment, its health check, the files that it mounts. */
    private Set<String> secretsUsed(Service service) {
        StringBuilder text = new StringBuilder();
        text.append(service.map("environment")).append(service.health());
        service.mounts().values().stream()
                .map(compose.folder()::resolve)
                .filter(Files::isRegularFile)
                .forEach(file -> text.append(Compose.read(file)));
        Set<String> names = new TreeSet<>();
        SECRET.matcher(text).results().map(each -> each.group(1)).forEach(names::add);
        return names;
    }

    private void unused(String kind, List<String> found) {
        compose.declared(kind).keySet().stream()
                .filter(each -> compose.services().stream()
                        .noneMatch(service -> service.list(kind).contains(each)
                                || (kind.equals("volumes") && service.mounts().containsValue(each))))
                .forEach(each -> found.add("nothing uses " + each + " of the " + kind));
    }

    private void images(List<String> found) {
        Stream<String> bases = Pattern.compile("(?m)^FROM (\\S+)")
                .matcher(Compose.read(compose.folder().resolve("Dockerfile")))
                .results()
                .map(each -> each.group(1));
        Stream<String> images = compose.services().stream().map(Service::image).filter(each -> !each.isEmpty());
        Stream.concat(bases, images)
                .filter(each -> !PINNED.matcher(each).matches())
                .forEach(each -> found.add("the version of " + each + " is open"));
        // The servers that the tests run with are the ones that are deployed.
        Map.of(
                        "temporalio/server",
                        "go.temporal.io/server",
                        "temporalio/admin-tools",
                        "go.temporal.io/server",
                        "temporalio/ui",
                        "github.com/temporalio/ui-server/v2",
                        "nats",
                        "github.com/nats-io/nats-server/v2")
                .forEach((image, module) -> {
                    String version = Pattern.compile("(?m)^\\s+" + Pattern.quote(module) + " v(\\S+)")
                            .matcher(Compose.read(root.resolve("docker/tools/go.mod")))
                            .results()
                            .map(each -> each.group(1))
                            .findFirst()
                            .orElseThrow();
                    compose.services().stream()
                            .map(Service::image)
                            .filter(each -> each.startsWith(image + ":"))
                            .filter(each -> !each.substring(image.length() + 1)
                                    .replace("-alpine", "")
                                    .equals(version))
                            .forEach(each -> found.add(each + " is not the version that is tested, " + version));
                });
    }

    /** No file but those that secrets.sh makes holds a secret or names one by its value. */
    private void open(List<String> found) {
        Pattern literal =
                Pattern.compile("(?im)^\\s*[\\w-]*(?:password|secret-key|token)[\\w-]*(?<!file)\\s*:\\s*[^\\s${/].*$"
                        + "|password: \"[^\"]*\"");
        try (Stream<Path> files = Files.walk(compose.folder())) {
            files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(compose.folder().resolve("secrets")))
                    .forEach(file -> literal.matcher(Compose.read(file))
                            .results()
                            .map(MatchResult::group)
                            .map(each -> each.strip().toLowerCase(Locale.ROOT))
                            .forEach(each -> found.add(file.getFileName() + " holds a secret: " + each)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
