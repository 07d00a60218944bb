package io.cellplane.api.policy;

import io.cellplane.openstack.identity.Token;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One parsed check of a rule. */
sealed interface Check {

    /** What a check looks at. */
    record Asked(Token token, Map<String, String> target, Policy policy) {}

    boolean passes(Asked asked);

    /** The rules that it names. */
    default Stream<String> rules() {
        return Stream.empty();
    }

    /** Everyone, or nobody. */
    record Always(boolean answer) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return answer;
        }
    }

    record AllOf(List<Check> checks) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return checks.stream().allMatch(check -> check.passes(asked));
        }

        @Override
        public Stream<String> rules() {
            return checks.stream().flatMap(Check::rules);
        }
    }

    record AnyOf(List<Check> checks) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return checks.stream().anyMatch(check -> check.passes(asked));
        }

        @Override
        public Stream<String> rules() {
            return checks.stream().flatMap(Check::rules);
        }
    }

    record Not(Check check) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return !check.passes(asked);
        }

        @Override
        public Stream<String> rules() {
            return check.rules();
        }
    }

    record Named(String name) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return asked.policy().allows(name, asked.token(), asked.target());
        }

        @Override
        public Stream<String> rules() {
            return Stream.of(name);
        }
    }

    record Role(String name) implements Check {
        @Override
        public boolean passes(Asked asked) {
            return asked.token().hasRole(name);
        }
    }

    /** What the token says of its bearer is this, or is what the target has: {@code project_id:%(project_id)s}. */
    record Credential(String name, String match) implements Check {
        @Override
        public boolean passes(Asked asked) {
            String expected = match.startsWith("%(") && match.endsWith(")s")
                    ? asked.target().get(match.substring(2, match.length() - 2))
                    : match;
            return expected != null && expected.equals(value(asked.token()));
        }

        private @Nullable String value(Token token) {
            return switch (name) {
                case "project_id", "tenant_id" -> token.projectId();
                case "user_id" -> token.userId();
                case "project_domain_id" -> token.projectDomain();
                case "user_domain_id" -> token.userDomain();
                case "domain_id" -> token.domainId();
                case "system_scope" -> token.isSystem() ? "all" : null;
                case "is_admin_project" -> token.isAdminProject() ? "True" : "False";
                default -> null;
            };
        }
    }
}
