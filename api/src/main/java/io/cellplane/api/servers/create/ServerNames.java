package io.cellplane.api.servers.create;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.UUID;

/** Names and passwords that are made up for a server. */
final class ServerNames {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** Without letters that are mistaken for each other. */
    private static final String PLAIN = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    private static final int MOST = 63;

    private ServerNames() {}

    /** A name as a guest may bear it: letters, digits, dots and dashes, at most 63 of them. */
    static String hostname(String name, UUID uuid) {
        String plain = name.replaceAll("[ _]", "-")
                .replaceAll("[^a-zA-Z0-9.-]+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("^[.-]+", "");
        String cut = plain.substring(0, Math.min(MOST, plain.length())).replaceAll("[.-]+$", "");
        return cut.isEmpty() ? "server-" + uuid : cut;
    }

    static String reservation() {
        return "r-" + random(LOWER, 8);
    }

    static String password() {
        return random(PLAIN, 12);
    }

    private static String random(String alphabet, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(RANDOM.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
