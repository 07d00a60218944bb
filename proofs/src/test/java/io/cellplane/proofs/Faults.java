package io.cellplane.proofs;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Stands around every activity and does with it what its server's script says. */
final class Faults extends WorkerInterceptorBase {
    private static final Script PLAIN = new Script();

    private final Map<UUID, Script> scripts = new ConcurrentHashMap<>();

    void script(UUID server, Script script) {
        scripts.put(server, script);
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
