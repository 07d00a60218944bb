package io.cellplane.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.cellplane.db.audit.Finding;
import io.cellplane.db.audit.NotAsked;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.cloud.CloudFile;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Checks that every record agrees with the others, and with what runs on the hosts. */
@Command(name = "audit", description = "Checks that every record agrees with the others, and with what runs.")
final class AuditCommand implements Callable<Integer> {
    @Mixin
    private final Data data = new Data();

    @Override
    public Integer call() {
        Quiet.logs();
        return run(data.running());
    }

    /**
     * Asks the API, which reaches every database and, over the cells' buses, every host.
     *
     * @return the exit code: 1 when something is not as it must be
     */
    static int run(CloudFile cloud) {
        try (ComputeClient admin = ComputeClient.admin(cloud)) {
            JsonNode audit = admin.compute("GET", "/os-cellplane-audit", null)
                    .good()
                    .body()
                    .path("audit");
            List<Finding> findings = read(audit.path("findings"), Finding.class);
            findings.forEach(System.out::println);
            read(audit.path("not_asked"), NotAsked.class)
                    .forEach(absent -> System.out.println("Not asked, since it does not answer: " + absent));
            String hosts = audit.path("hosts_asked").asInt() + " hosts asked";
            System.out.println(
                    findings.isEmpty()
                            ? "Audit: everything that answered agrees (" + hosts + ")."
                            : "Audit: " + findings.size() + " findings (" + hosts + ").");
            return findings.isEmpty() ? 0 : 1;
        }
    }

    private static <T> List<T> read(JsonNode rows, Class<T> type) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(ComputeClient.JSON.convertValue(row, type)));
        return all;
    }
}
