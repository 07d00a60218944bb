package io.cellplane.db.move;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tries every order of the steps of a few programs on one small state. */
final class AllOrders {
    private AllOrders() {}

    /** What one program can do next in a state: nothing when it has ended. */
    interface Program {
        void next(char[] state, List<char[]> into);
    }

    /**
     * What came of it.
     *
     * @param states how many there were
     * @param broken the shortest way to a state that must not be, as which program went when; null when there is none
     */
    record Explored(int states, @Nullable List<Integer> broken) {}

    static Explored explore(char[] start, List<Program> programs, Predicate<char[]> isSound) {
        Map<String, String> before = new HashMap<>();
        Map<String, Integer> by = new HashMap<>();
        ArrayDeque<char[]> open = new ArrayDeque<>(List.of(start));
        before.put(new String(start), "");
        List<char[]> next = new ArrayList<>();
        while (!open.isEmpty()) {
            char[] state = open.remove();
            String key = new String(state);
            if (!isSound.test(state)) {
                return new Explored(before.size(), story(key, before, by));
            }
            for (int program = 0; program < programs.size(); program++) {
                next.clear();
                programs.get(program).next(state, next);
                for (char[] one : next) {
                    String found = new String(one);
                    if (before.putIfAbsent(found, key) == null) {
                        by.put(found, program);
                        open.add(one);
                    }
                }
            }
        }
        return new Explored(before.size(), null);
    }

    private static List<Integer> story(String end, Map<String, String> before, Map<String, Integer> by) {
        List<Integer> story = new ArrayList<>();
        for (String at = end; by.containsKey(at); at = before.getOrDefault(at, "")) {
            story.addFirst(by.getOrDefault(at, -1));
        }
        return story;
    }
}
