package io.cellplane.standalone;

import io.cellplane.standalone.cloud.ChildCloud;
import io.cellplane.standalone.cloud.CloudFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cloud that runs on some data, or one started for a command and stopped after it. */
public final class Borrowed implements AutoCloseable {
    private final CloudFile file;
    private final @Nullable ChildCloud own;

    private Borrowed(CloudFile file, @Nullable ChildCloud own) {
        this.file = file;
        this.own = own;
    }

    /** @param words further options of {@code up} for one that is started */
    public static Borrowed runningOrOwn(Path running, Path otherwise, List<String> words) {
        var found = CloudFile.running(running);
        if (found.isPresent()) {
            System.out.println("Uses the cloud that runs in " + running + ".");
            return new Borrowed(found.get(), null);
        }
        System.out.println("No cloud runs in " + running + ": starting one in " + otherwise
                + " (the first time this takes half a minute) ...");
        ChildCloud own = ChildCloud.start(otherwise, words);
        System.out.println("It is up; " + own.file().temporalSentence());
        return new Borrowed(own.file(), own);
    }

    public CloudFile file() {
        return file;
    }

    boolean isOwn() {
        return own != null;
    }

    @Override
    public void close() {
        if (own != null) {
            System.out.println("Stopping the cloud.");
            own.close();
        }
    }
}
