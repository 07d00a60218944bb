package io.cellplane.contracts.host;

/**
 * The subjects of a cell's bus. A host hears {@code host.<host>.do.>} and {@code host.<host>.ask.>} and speaks
 * {@code host.<host>.up.>}, nothing else. What is asked never changes anything, so more may ask than may command.
 */
public final class Subjects {
    public static final String UP_ALIVE = "alive";
    public static final String UP_INVENTORY = "inventory";
    public static final String UP_POWER = "power";
    /** A {@link GuestsQuestion}, answered by a {@link GuestsAnswer}. */
    public static final String ASK_GUESTS = "guests";
    /** A {@link ConsoleQuestion}, answered by a {@link ConsoleAnswer}. */
    public static final String ASK_CONSOLE = "console";
    /** A {@link DiagnosticsQuestion}, answered by a {@link DiagnosticsAnswer}. */
    public static final String ASK_DIAGNOSTICS = "diagnostics";
    /** No host can have this subject: a bus that carries messages says at once that nobody hears it. */
    public static final String ASK_NOBODY = "host.%.ask.nothing";

    private Subjects() {}

    public static String command(String host, Verb verb) {
        return "host." + token(host) + ".do." + verb.token();
    }

    /** What a host's agent subscribes to. */
    public static String commands(String host) {
        return "host." + token(host) + ".do.>";
    }

    /** @param question one of the {@code ASK_} constants */
    public static String question(String host, String question) {
        return "host." + token(host) + ".ask." + question;
    }

    /** What a host's agent answers. */
    public static String questions(String host) {
        return "host." + token(host) + ".ask.>";
    }

    /** @param report one of the {@code UP_} constants */
    public static String report(String host, String report) {
        return "host." + token(host) + ".up." + report;
    }

    /** What a cell-worker subscribes to: one kind of report of all hosts. */
    public static String reports(String report) {
        return "host.*.up." + report;
    }

    /** The host a subject belongs to; the sender's account guarantees it, the payload does not. */
    public static String hostOf(String subject) {
        String[] tokens = subject.split("\\.", -1);
        if (tokens.length < 4 || !tokens[0].equals("host")) {
            throw new IllegalArgumentException("not a host's subject: " + subject);
        }
        return tokens[1].replace("%2E", ".").replace("%25", "%");
    }

    private static String token(String host) {
        return host.replace("%", "%25").replace(".", "%2E");
    }
}
