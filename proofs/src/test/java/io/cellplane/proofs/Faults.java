package io.cellplane.proofs;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands around every activity and does with it what its server's script says. */
final class Faults extends WorkerInterceptorBase {
    private static final Script PLAIN = new Script();

    private final AtomicInteger changes = new AtomicInteger();
    private final Map<UUID, Script> scripts = new ConcurrentHashMap<>();

    /** From now on every workflow begins with one more step than before. */
    void change() {
        changes.incrementAndGet();
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public WorkflowOutput execute(WorkflowInput input) {
                int steps = changes.get();
                for (int i = 0; i < steps; i++) {
                    Workflow.sleep(Duration.ofMillis(1));
                }
                return super.execute(input);
            }
        };
    }

    void script(UUID server, Script script) {
        scripts.put(server, script);
    }

    boolean isInForce(UUID server, Script script) {
        return script.equals(scripts.get(server));
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private @Nullable ActivityExecutionContext context;

            @Override
            public void init(ActivityExecutionContext given) {
                context = given;
                super.init(given);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                if (context == null) {
                    throw new IllegalStateException("not initialised");
                }
                UUID server = UUID.fromString(context.getInfo().getWorkflowId().split("/", -1)[1]);
                try {
                    return scripts.getOrDefault(server, PLAIN).run(context.getInfo(), () -> super.execute(input));
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
