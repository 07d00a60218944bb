package io.cellplane.activities.cell.relay;

import static java.util.Map.entry;

import io.cellplane.bus.Unreadable;
import io.cellplane.bus.Wire;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestsAnswer;
import io.cellplane.contracts.host.GuestsQuestion;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What hosts answer, before anybody believes it: bounded, and such as a host can say. */
final class Answers {
    /** As much as a fault's details and an event may need. */
    private static final int WORDS = 1000;

    private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    private static final Set<Failure> SAID_BY_HOSTS = EnumSet.of(
            Failure.SPAWN_REFUSED,
            Failure.IMAGE_UNACCEPTABLE,
            Failure.IMAGE_TOO_LARGE,
            Failure.POWER_REFUSED,
            Failure.UPLOAD_REFUSED,
            Failure.CARD_REFUSED,
            Failure.GUEST_NOT_FOUND,
            Failure.KEPT_NOT_FOUND,
            Failure.STALE);
    private static final Map<String, Predicate<String>> OUTCOMES = Map.ofEntries(
            entry(
                    Reply.POWER_STATE,
                    text -> number(text, Integer.MAX_VALUE)
                            && PowerState.of(Integer.parseInt(text)).code() == Integer.parseInt(text)),
            entry(Reply.REPORTED, matches(UUID + "/[0-9]{1,18}")),
            entry(Reply.RAN, matches("true|false")),
            entry(Reply.ROOT_GB, text -> number(text, Integer.MAX_VALUE)),
            entry(Reply.SIZE, text -> number(text, Long.MAX_VALUE)),
            entry(Reply.SHA512, matches("[0-9a-fA-F]{1,128}")),
            entry(Reply.UEFI, text -> number(text, RootImage.MOST_UEFI)),
            entry(Reply.STORAGE, matches(UUID)),
            entry(Reply.ADDRESS, matches("[0-9A-Za-z.:%_-]{1,255}")),
            entry(Reply.PORT, text -> number(text, 65_535)),
            entry(Reply.DISKS, matches("[a-z]{1,16}=[0-9]{1,18}(,[a-z]{1,16}=[0-9]{1,18}){0,7}")));

    private Answers() {}

    /** @return null when it is none */
    static @Nullable Reply reply(Command command, byte[] said) {
        Reply reply = read(said, Reply.class);
        if (reply == null || reply.state() == null) {
            return null;
        }
        return switch (reply.state()) {
            case RUNNING -> Reply.trouble(cut(reply.message()));
            case UNDONE -> Reply.undone();
            case DONE -> done(reply.outcome());
            case REFUSED -> refused(command, reply);
        };
    }

    /** @return null when it is none */
    static @Nullable GuestsAnswer guests(GuestsQuestion question, byte[] said) {
        GuestsAnswer answer = read(said, GuestsAnswer.class);
        return answer == null || !answer.answers(question) ? null : answer;
    }

    private static <T> @Nullable T read(byte[] said, Class<T> type) {
        try {
            return Wire.decode(said, type);
        } catch (Unreadable e) {
            return null;
        }
    }

    private static @Nullable Reply done(Map<String, String> outcome) {
        Map<String, String> known = new HashMap<>(outcome);
        known.keySet().retainAll(OUTCOMES.keySet());
        return known.entrySet().stream().allMatch(Answers::isReadable) ? Reply.done(known) : null;
    }

    private static boolean isReadable(Map.Entry<String, String> outcome) {
        Predicate<String> readable = OUTCOMES.get(outcome.getKey());
        return readable != null && outcome.getValue() != null && readable.test(outcome.getValue());
    }

    private static Predicate<String> matches(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    private static boolean number(String text, long most) {
        try {
            long number = Long.parseLong(text);
            return number >= 0 && number <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static Reply refused(Command command, Reply reply) {
        Failure said = reply.failure() == null ? null : Failure.of(reply.failure());
        Failure failure = said != null && SAID_BY_HOSTS.contains(said) ? said : refused(command.verb());
        String words = cut(reply.message());
        return Reply.refused(
                failure.type(), words == null || words.isBlank() ? "The host refused, and did not say why." : words);
    }

    private static Failure refused(Verb verb) {
        Failure own = verb.refused();
        return own == null ? Failure.POWER_REFUSED : own;
    }

    private static @Nullable String cut(@Nullable String words) {
        return words == null || words.length() <= WORDS ? words : words.substring(0, WORDS) + " ...";
    }
}
