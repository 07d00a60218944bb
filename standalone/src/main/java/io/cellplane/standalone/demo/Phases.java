package io.cellplane.standalone.demo;

import io.cellplane.db.control.OperationRow;
import io.cellplane.standalone.client.Records;
import io.cellplane.standalone.cloud.CloudFile;
import io.cellplane.temporal.client.Temporal;
import io.cellplane.temporal.flow.WorkflowIds;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Shows the last operation of a server as an operator finds it in Temporal. */
final class Phases implements AutoCloseable {
    private static final String METADATA = "__temporal_workflow_metadata";

    private final CloudFile cloud;
    private final Records records;
    private final Temporal temporal;

    Phases(CloudFile cloud) {
        this.cloud = cloud;
        this.records = new Records(cloud);
        this.temporal = new Temporal(cloud.temporalAddress(), "default", "demo", 1);
    }

    /** Its workflow's id, where to look at it, and the phases that it went through. */
    void show(UUID server) {
        OperationRow last = records.api().operations().of(server).getFirst();
        String workflow = WorkflowIds.of(server, last.what(), last.id());
        System.out.println("  workflow  " + workflow);
        if (cloud.temporalUi() != null) {
            System.out.println("            " + cloud.temporalUi() + "/namespaces/default/workflows/"
                    + URLEncoder.encode(workflow, StandardCharsets.UTF_8));
        }
        temporal.client()
                .newUntypedWorkflowStub(workflow)
                .query(METADATA, WorkflowMetadata.class)
                .getCurrentDetails()
                .lines()
                .forEach(line -> System.out.println("  phase     " + line.replaceFirst("^- ", "")));
    }

    @Override
    public void close() {
        temporal.close();
        records.close();
    }
}
