package io.cellplane.standalone;

import io.cellplane.embedded.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Shows how a start goes on: a line per step, a bar where a step has many parts. */
final class ProgressLines implements Consumer<Progress> {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal = isTerminal();
    private final Map<String, Long> begun = new HashMap<>();

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @SuppressWarnings("SystemConsoleNull") // it may still be null, says its contract
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    @Override
    public synchronized void accept(Progress progress) {
        String step = Character.toUpperCase(progress.step().charAt(0))
                + progress.step().substring(1);
        Long since = begun.putIfAbsent(step, System.nanoTime());
        boolean over = progress.done() >= progress.total();
        if (since == null && !over) {
            out.println(step + " ...");
        } else if (over && since != null) {
            if (progress.total() > 1 && terminal) {
                out.print("\r" + bar(progress) + "\n");
            }
            out.printf("%s: %.1f s%n", step, (System.nanoTime() - since) / 1e9);
            begun.remove(step);
        } else if (terminal && progress.total() > 1) {
            out.print("\r" + bar(progress));
        }
        out.flush();
    }

    private static String bar(Progress progress) {
        long full = WIDTH * progress.done() / Math.max(1, progress.total());
        return "  [" + "#".repeat((int) full) + " ".repeat((int) (WIDTH - full)) + "] "
                + 100 * progress.done() / Math.max(1, progress.total()) + " %";
    }
}
