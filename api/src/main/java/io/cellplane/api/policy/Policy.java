package io.cellplane.api.policy;

import io.cellplane.openstack.identity.Token;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The policy table: rule to check, Nova's names and defaults, single rules replaced by the operator's file. */
public final class Policy {
    private static final Logger LOG = LoggerFactory.getLogger(Policy.class);
    private static final String DEFAULTS = "/policy.yaml";

    private final Map<String, Check> rules;

    private Policy(Map<String, Check> rules) {
        this.rules = rules;
    }

    /**
     * @param overrides a YAML file of {@code rule: check}, or null
     * @throws IllegalArgumentException when a check cannot be understood, or names a rule that does not exist
     */
    public static Policy load(@Nullable Path overrides) {
        Map<String, Check> rules = new HashMap<>();
        try (InputStream defaults = Objects.requireNonNull(Policy.class.getResourceAsStream(DEFAULTS))) {
            read(defaults).forEach((rule, check) -> rules.put(rule, CheckParser.parse(check)));
            if (overrides != null) {
                try (InputStream own = Files.newInputStream(overrides)) {
                    override(rules, read(own));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Policy(Map.copyOf(rules));
    }

    private static void override(Map<String, Check> rules, Map<String, String> own) {
        own.forEach((rule, check) -> {
            if (rules.put(rule, CheckParser.parse(check)) == null) {
                LOG.warn("the policy file names a rule that nothing here asks for: {}", rule);
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

    /** A rule that does not exist allows nothing. */
    public boolean allows(String rule, Token token, Map<String, String> target) {
        Check check = rules.get(rule);
        return check != null && check.passes(new Check.Asked(token, target, this));
    }

    public Set<String> rules() {
        return new TreeSet<>(rules.keySet());
    }
}
