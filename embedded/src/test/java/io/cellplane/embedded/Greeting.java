package io.cellplane.embedded;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.function.Function;

/** The smallest workflow with an activity, run against a server's address. */
public final class Greeting {
    private static final String QUEUE = "greetings";

    private Greeting() {}

    static String run(String address, String id, String name) {
        return with(address, client -> {
            var factory = WorkerFactory.newInstance(client);
            try {
                var worker = factory.newWorker(QUEUE);
                worker.registerWorkflowImplementationTypes(GreetOnce.class);
                worker.registerActivitiesImplementations((Words) who -> "Hello " + who);
                factory.start();
                var attributes = SearchAttributes.newBuilder()
                        .set(SearchAttributeKey.forKeyword("CellplaneServer"), name)
                        .set(SearchAttributeKey.forKeyword("CellplaneCell"), "cell1")
                        .build();
                var options = WorkflowOptions.newBuilder()
                        .setTaskQueue(QUEUE)
                        .setWorkflowId(id)
                        .setTypedSearchAttributes(attributes)
                        .build();
                return client.newWorkflowStub(Greet.class, options).greet(name);
            } finally {
                factory.shutdownNow();
            }
        });
    }

    static String resultOf(String address, String id) {
        return with(address, client -> client.newUntypedWorkflowStub(id).getResult(String.class));
    }

    private static String with(String address, Function<WorkflowClient, String> work) {
        var stubs = WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
        try {
            return work.apply(WorkflowClient.newInstance(stubs));
        } finally {
            stubs.shutdownNow();
        }
    }

    @WorkflowInterface
    public interface Greet {
        @WorkflowMethod
        String greet(String name);
    }

    @ActivityInterface
    public interface Words {
        @ActivityMethod
        String greeting(String name);
    }

    /** The workflow. */
    public static final class GreetOnce implements Greet {
        @Override
        public String greet(String name) {
            var options = ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                    .build();
            return Workflow.newActivityStub(Words.class, options).greeting(name);
        }
    }
}
