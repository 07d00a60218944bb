package io.cellplane.bus;

import java.util.List;

/** What a subscription listens to: tokens, {@code *} for any one, {@code >} at the end for one or more. */
record SubjectPattern(List<String> tokens) {

    static SubjectPattern of(String pattern) {
        List<String> tokens = tokens(pattern);
        int many = tokens.indexOf(">");
        if (many >= 0 && many != tokens.size() - 1) {
            throw new IllegalArgumentException("'>' stands only at the end: " + pattern);
        }
        return new SubjectPattern(tokens);
    }

    /** @throws IllegalArgumentException when nothing can be sent to it */
    static void requireLiteral(String subject) {
        for (String token : tokens(subject)) {
            if (token.equals("*") || token.equals(">")) {
                throw new IllegalArgumentException("a wildcard cannot be sent to: " + subject);
            }
        }
    }

    boolean matches(String subject) {
        List<String> words = tokens(subject);
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (i >= words.size()) {
                return false;
            }
            if (token.equals(">")) {
                return true;
            }
            if (!token.equals("*") && !token.equals(words.get(i))) {
                return false;
            }
        }
        return words.size() == tokens.size();
    }

    private static List<String> tokens(String subject) {
        List<String> tokens = List.of(subject.split("\\.", -1));
        for (String token : tokens) {
            if (token.isEmpty() || token.chars().anyMatch(Character::isWhitespace)) {
                throw new IllegalArgumentException("not a subject: '" + subject + "'");
            }
        }
        return tokens;
    }
}
