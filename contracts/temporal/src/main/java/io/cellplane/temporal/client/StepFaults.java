package io.cellplane.temporal.client;

import io.cellplane.contracts.fault.FaultPoints;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import org.jspecify.annotations.Nullable;

/** Every activity of an operation is a fault point, {@code <kind>.<activity type>}: {@code boot.Placement.Place}. */
final class StepFaults extends WorkerInterceptorBase {

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new Halting(next);
    }

    private static final class Halting extends ActivityInboundCallsInterceptorBase {
        private @Nullable ActivityInfo info;

        Halting(ActivityInboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public void init(ActivityExecutionContext context) {
            info = context.getInfo();
            super.init(context);
        }

        @Override
        public ActivityOutput execute(ActivityInput input) {
            String step = info == null ? "" : step(info);
            FaultPoints.before(step);
            ActivityOutput output = super.execute(input);
            FaultPoints.after(step);
            return output;
        }
    }

    /** The kind is in the workflow's id: {@code server/<uuid>/<kind>/<operation>}. */
    private static String step(ActivityInfo info) {
        String[] id = String.valueOf(info.getWorkflowId()).split("/", -1);
        return (id.length == 4 ? id[2] : id[0]) + "." + info.getActivityType();
    }
}
