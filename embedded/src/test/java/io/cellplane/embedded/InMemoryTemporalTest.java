package io.cellplane.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.cellplane.embedded.Interruption.Part;
import io.cellplane.embedded.Interruption.Stage;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the SDK's test server loses by itself: each of these stands still on it for ever. */
class InMemoryTemporalTest {
    private static final int SOON_SECONDS = 20;

    private final int port = FreePort.next();
    private final InMemoryTemporal temporal = InMemoryTemporal.start(port);
    private final WorkflowServiceStubs stubs =
            WorkflowServiceStubs.newServiceStubs(WorkflowServiceStubsOptions.newBuilder()
                    .setTarget("127.0.0.1:" + port)
                    .build());
    private final WorkflowClient client = WorkflowClient.newInstance(stubs);
    private final Stage stage = new Stage();
    private WorkerFactory workers = Interruption.serve(client, stage);

    @AfterEach
    void close() {
        workers.shutdownNow();
        stubs.shutdownNow();
        temporal.close();
    }

    @Test
    void a_timer_may_fire_in_the_task_that_cancels_it() throws Exception {
        WorkflowStub workflow = start(Part.TIMER);
        stage.awaitTask();
        // Begun later and as long: once it has fired, the other has.
        assertThat(start(Part.SLEEP).getResult(String.class)).isEqualTo("slept");
        stage.endTask();
        assertThat(result(workflow)).isEqualTo("ended");
    }

    @Test
    void an_activity_may_end_in_the_task_that_cancels_it() throws Exception {
        WorkflowStub workflow = start(Part.ENDING);
        stage.awaitTask();
        stage.endActivity();
        Awaitility.await().until(() -> pending(workflow) == 0);
        stage.endTask();
        assertThat(result(workflow)).isEqualTo("ended");
    }

    @Test
    void an_activity_may_fail_when_it_is_cancelled() throws Exception {
        WorkflowStub workflow = start(Part.FAILING);
        stage.awaitTask();
        stage.awaitActivity();
        stage.endTask();
        assertThat(result(workflow)).isEqualTo("stopped");
    }

    @Test
    void the_worker_of_an_activity_that_is_cancelled_may_be_gone() throws Exception {
        WorkflowStub workflow = start(Part.SILENT);
        stage.awaitTask();
        stage.awaitActivity();
        stage.endTask();
        assertThat(result(workflow)).isEqualTo("stopped");
    }

    @Test
    void the_worker_that_had_the_last_task_may_be_gone() throws Exception {
        WorkflowStub workflow = start(Part.SIGNAL);
        assertThat(workflow.query("isWaiting", Boolean.class)).isTrue();
        workers.shutdownNow();
        workers.awaitTermination(SOON_SECONDS, TimeUnit.SECONDS);
        workers = Interruption.serve(client, stage);
        workflow.signal("nudge");
        assertThat(result(workflow)).isEqualTo("nudged");
    }

    @Test
    void whatever_ends_while_it_is_cancelled_every_workflow_goes_on() throws Exception {
        long seed = Long.getLong("cellplane.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<WorkflowStub> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(start(Part.RANDOM, random.nextLong()));
        }
        List<WorkflowStub> open = new ArrayList<>(all);
        while (open.size() > 10) {
            WorkflowStub workflow = open.get(random.nextInt(open.size()));
            try {
                workflow.signal("nudge");
            } catch (WorkflowNotFoundException e) {
                open.remove(workflow);
            }
        }
        for (WorkflowStub workflow : all) {
            assertThat(result(workflow)).isEqualTo("through");
        }
    }

    private WorkflowStub start(Part part) {
        return start(part, 0);
    }

    private WorkflowStub start(Part part, long seed) {
        WorkflowStub workflow = client.newUntypedWorkflowStub(
                "Interruption",
                WorkflowOptions.newBuilder().setTaskQueue(Interruption.QUEUE).build());
        workflow.start(part, seed);
        return workflow;
    }

    private static String result(WorkflowStub workflow) throws Exception {
        return workflow.getResult(SOON_SECONDS, TimeUnit.SECONDS, String.class);
    }

    private int pending(WorkflowStub workflow) {
        WorkflowExecution execution = workflow.getExecution();
        return stubs.blockingStub()
                .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                        .setNamespace("default")
                        .setExecution(execution)
                        .build())
                .getPendingActivitiesCount();
    }
}
