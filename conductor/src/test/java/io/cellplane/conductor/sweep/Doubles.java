package io.cellplane.conductor.sweep;

import io.cellplane.temporal.flow.BootServer;
import io.cellplane.temporal.flow.DeleteServer;
import io.cellplane.temporal.flow.Ended;
import io.cellplane.temporal.flow.OperationRequest;
import io.cellplane.temporal.flow.RepairServer;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Workflows that say that they were started or nudged, and do nothing else. */
final class Doubles {
    static final List<UUID> BEGUN = new CopyOnWriteArrayList<>();
    static final List<UUID> NUDGED = new CopyOnWriteArrayList<>();
    static final List<UUID> REPAIRED = new CopyOnWriteArrayList<>();

    private Doubles() {}

    private static void note(List<UUID> where, OperationRequest request) {
        if (!WorkflowUnsafe.isReplaying()) {
            where.add(request.operation());
        }
    }

    public static final class Boot implements BootServer {
        private boolean nudged;

        @Override
        public Ended run(OperationRequest request) {
            note(BEGUN, request);
            Workflow.await(() -> nudged);
            note(NUDGED, request);
            return Ended.YIELDED;
        }

        @Override
        public void nudge() {
            nudged = true;
        }
    }

    public static final class Delete implements DeleteServer {
        @Override
        public Ended run(OperationRequest request) {
            note(BEGUN, request);
            return Ended.DONE;
        }

        @Override
        public void nudge() {}
    }

    public static final class Repair implements RepairServer {
        @Override
        public Ended run(OperationRequest request) {
            note(REPAIRED, request);
            return Ended.DONE;
        }

        @Override
        public void nudge() {}
    }
}
