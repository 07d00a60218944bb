package io.cellplane.compute.hypervisor.libvirt;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A bridge without anything behind it, which ends with the process. */
final class TestBridge {
    private static final String NAME = "cpt" + ProcessHandle.current().pid();

    private static @Nullable Boolean made;

    private TestBridge() {}

    /** Its name; null where none can be made. */
    static synchronized @Nullable String shared() {
        if (made == null) {
            made = ip("link", "add", NAME, "type", "bridge");
            if (made) {
                Runtime.getRuntime().addShutdownHook(new Thread(() -> ip("link", "del", NAME)));
            }
        }
        return made ? NAME : null;
    }

    private static boolean ip(String... words) {
        String[] command = new String[words.length + 1];
        command[0] = "ip";
        System.arraycopy(words, 0, command, 1, words.length);
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
