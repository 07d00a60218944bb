package io.cellplane.standalone;

import io.cellplane.db.audit.Finding;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that every record agrees with the others. */
final class AuditCommand {
    private AuditCommand() {}

    static int run(List<String> words) {
        if (words.contains("--help")) {
            System.out.println("Options of audit: --data FOLDER, where the cloud's data lie (.cellplane)");
            return 0;
        }
        Quiet.logs();
        Path data = dataOf(words);
        CloudFile cloud = CloudFile.running(data)
                .orElseThrow(() -> new IllegalStateException("no cloud runs in " + data
                        + ": start one with ./cellplane up, or name its folder with --data"));
        return run(cloud);
    }

    /** @return the exit code */
    static int run(CloudFile cloud) {
        try (Records records = new Records(cloud)) {
            List<Finding> findings = records.audit();
            findings.forEach(System.out::println);
            System.out.println(
                    findings.isEmpty()
                            ? "Audit: every record agrees with the others."
                            : "Audit: " + findings.size() + " findings.");
            return findings.isEmpty() ? 0 : 1;
        }
    }

    private static Path dataOf(List<String> words) {
        Arguments given = new Arguments(words, Map.of(), Set.of("--data"), Set.of());
        return given.text("--data").map(Path::of).orElse(UpOptions.home());
    }
}
