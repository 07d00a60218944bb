package io.cellplane.temporal.client;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Puts the fixed keys on every log line of an activity: what it works for is in its workflow's id and its queue. */
final class LogKeys extends WorkerInterceptorBase {
    static final String REQUEST = "request_id";
    private static final String OPERATION = "operation";
    private static final String SERVER = "server";
    private static final String CELL = "cell";

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Keyed(next);
    }

    private static final class Keyed extends ActivityInboundCallsInterceptorBase {
        private @Nullable ActivityInfo info;

        Keyed(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            info = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            if (info != null) {
                put(info);
            }
            try {
                return super.execute(input);
            } finally {
                MDC.remove(OPERATION);
                MDC.remove(SERVER);
                MDC.remove(CELL);
                MDC.remove(REQUEST);
            }
        }
    }

    /** {@code server/<uuid>/<kind>/<operation>} on {@code cell.<cell>[.hosts]} or {@code control.<cell>}. */
    private static void put(ActivityInfo info) {
        String[] id = String.valueOf(info.getWorkflowId()).split("/", -1);
        if (id.length == 4) {
            MDC.put(SERVER, id[1]);
            MDC.put(OPERATION, id[3]);
        }
        String[] queue = info.getActivityTaskQueue().split("\\.", -1);
        if (queue.length > 1) {
            MDC.put(CELL, queue[1]);
        }
    }
}
