package io.cellplane.api.policy;

import io.cellplane.openstack.identity.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The policy table: rule to check, Nova's names and defaults, single rules replaced by the operator's file. The file is read
 * anew within a second when it changes; one that cannot be understood then leaves the rules as they were.
 */
public final class Policy {
    private static final Logger LOG = LoggerFactory.getLogger(Policy.class);
    private static final long SECOND = 1_000_000_000;

    private final @Nullable Path file;
    private final LongSupplier nanos;
    private final AtomicLong lookAt;
    private volatile @Nullable FileTime writtenAt;
    private volatile Map<String, Check> checks;

    private Policy(@Nullable Path file, LongSupplier nanos) {
        this.file = file;
        this.nanos = nanos;
        this.lookAt = new AtomicLong(nanos.getAsLong() + SECOND);
        this.writtenAt = file == null ? null : writtenAt(file);
        this.checks = checks(file);
    }

    /**
     * @param overrides a YAML file of {@code rule: check}, or null; a name of its own stands for a check that its others
     *     name
     * @throws IllegalArgumentException when a check cannot be understood, or the file names a rule that does not exist
     */
    public static Policy load(@Nullable Path overrides) {
        return load(overrides, System::nanoTime);
    }

    /** @param nanos the time, as {@link System#nanoTime} counts it */
    static Policy load(@Nullable Path overrides, LongSupplier nanos) {
        return new Policy(overrides, nanos);
    }

    private static @Nullable FileTime writtenAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException missing) {
            return null;
        }
    }

    private void renew() {
        long due = lookAt.get();
        long now = nanos.getAsLong();
        if (file == null || now - due < 0 || !lookAt.compareAndSet(due, now + SECOND)) {
            return;
        }
        FileTime written = writtenAt(file);
        if (!Objects.equals(written, writtenAt)) {
            writtenAt = written;
            try {
                checks = checks(file);
                LOG.info("the policy file has been read anew");
            } catch (IllegalArgumentException | UncheckedIOException | YAMLException unreadable) {
                LOG.error("the rules stay as they were, the policy file cannot be read: {}", unreadable.toString());
            }
        }
    }

    private static Map<String, Check> checks(@Nullable Path overrides) {
        Map<String, String> texts = new HashMap<>();
        for (Rule rule : Rule.values()) {
            texts.put(rule.id(), rule.standard());
        }
        Set<String> known = Set.copyOf(texts.keySet());
        if (overrides != null) {
            try (InputStream file = Files.newInputStream(overrides)) {
                texts.putAll(read(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, Check> checks = new HashMap<>();
        texts.forEach((rule, check) -> checks.put(rule, CheckParser.parse(check)));
        checkNames(known, checks);
        checks.forEach((rule, check) -> checkEnds(rule, check, List.of(), checks));
        return Map.copyOf(checks);
    }

    private static void checkNames(Set<String> known, Map<String, Check> checks) {
        Set<String> named =
                new TreeSet<>(checks.values().stream().flatMap(Check::rules).toList());
        Set<String> unknown = new TreeSet<>(checks.keySet());
        unknown.removeAll(known);
        unknown.removeAll(named);
        named.removeAll(checks.keySet());
        unknown.addAll(named);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the policy file names rules that do not exist: " + String.join(", ", unknown));
        }
    }

    /** A rule that names itself, by whatever way, would be asked for ever. */
    private static void checkEnds(String rule, Check check, List<String> above, Map<String, Check> checks) {
        List<String> way = Stream.concat(above.stream(), Stream.of(rule)).toList();
        if (above.contains(rule)) {
            throw new IllegalArgumentException("policy rules name each other: " + String.join(" -> ", way));
        }
        check.rules().forEach(named -> {
            Check next = checks.get(named);
            if (next != null) {
                checkEnds(named, next, way, checks);
            }
        });
    }

    private static Map<String, String> read(InputStream yaml) {
        Map<String, String> read = new HashMap<>();
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        if (loaded instanceof Map<?, ?> map) {
            map.forEach((rule, check) -> read.put(String.valueOf(rule), check == null ? "" : String.valueOf(check)));
        } else if (loaded != null) {
            throw new IllegalArgumentException("a policy file holds lines of the form \"rule: check\"");
        }
        return read;
    }

    /** What the caller touches when it is its own: the target that most rules look at. */
    public static Map<String, String> owned(Token token) {
        String project = token.projectId();
        return project == null
                ? Map.of("user_id", token.userId())
                : Map.of("user_id", token.userId(), "project_id", project);
    }

    /** What is touched, by whose it is. */
    public static Map<String, String> target(String project, String user) {
        return Map.of("project_id", project, "user_id", user);
    }

    public boolean allows(Rule rule, Token token, Map<String, String> target) {
        renew();
        return allows(rule.id(), token, target);
    }

    boolean allows(String rule, Token token, Map<String, String> target) {
        return check(rule).passes(new Check.Asked(token, target, this));
    }

    private Check check(String rule) {
        Check check = checks.get(rule);
        if (check == null) {
            throw new IllegalArgumentException("no policy rule " + rule);
        }
        return check;
    }
}
