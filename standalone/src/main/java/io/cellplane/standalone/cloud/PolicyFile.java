package io.cellplane.standalone.cloud;

import java.nio.file.Files;
import java.nio.file.Path;

/** The API's policy where it is not the default: administrators may move servers between cells. Yours, once it is there. */
public final class PolicyFile {
    private static final String NAME = "policy.yaml";
    private static final String RULES = "compute:servers:resize:cross_cell: \"rule:admin\"\n";

    private PolicyFile() {}

    /** Where it lies; written when it is not there. */
    public static Path in(Path data) {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) {
            PrivateFile.write(file, RULES);
        }
        return file;
    }
}
