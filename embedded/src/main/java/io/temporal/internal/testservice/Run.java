package io.temporal.internal.testservice;

import io.grpc.StatusRuntimeException;
import io.temporal.api.command.v1.Command;
import io.temporal.internal.common.ProtobufTimeUtils;
import io.temporal.internal.testservice.StateMachines.ActivityTaskData;
import io.temporal.internal.testservice.StateMachines.State;
import io.temporal.internal.testservice.StateMachines.WorkflowTaskData;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * What the test server keeps of one run of a workflow, behind its lock.
 *
 * @param timers those that have not fired, by their id
 * @param activities those that have not ended, by the event that scheduled them
 * @param task the workflow's one task
 */
record Run(
        TestWorkflowMutableState state,
        Lock lock,
        Map<?, ?> timers,
        Map<?, StateMachine<ActivityTaskData>> activities,
        StateMachine<WorkflowTaskData> task) {

    /** @throws StatusRuntimeException NOT_FOUND when the server knows no such run */
    @SuppressWarnings("unchecked")
    static Run of(TestWorkflowService service, ExecutionId execution) {
        TestWorkflowMutableState state = state(service, execution);
        return new Run(
                state,
                (Lock) field(state, "lock"),
                (Map<?, ?>) field(state, "timers"),
                (Map<?, StateMachine<ActivityTaskData>>) field(state, "activities"),
                (StateMachine<WorkflowTaskData>) field(state, "workflowTaskStateMachine"));
    }

    void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the task is under way that began when the history was as long. */
    boolean isInTask(int historySize) {
        return task.getState() == State.STARTED && task.getData().startedEventId == historySize;
    }

    /** Whether it cancels what has ended. */
    boolean isLate(Command command) {
        return switch (command.getCommandType()) {
            case COMMAND_TYPE_CANCEL_TIMER ->
                !timers.containsKey(command.getCancelTimerCommandAttributes().getTimerId());
            case COMMAND_TYPE_REQUEST_CANCEL_ACTIVITY_TASK ->
                !activities.containsKey(
                        command.getRequestCancelActivityTaskCommandAttributes().getScheduledEventId());
            default -> false;
        };
    }

    boolean isToBeCancelled(long activity) {
        StateMachine<ActivityTaskData> found = activities.get(activity);
        return found != null && found.getState() == State.CANCELLATION_REQUESTED;
    }

    /** How much longer the worker of an activity that is to be cancelled may be silent; empty when it need not beat. */
    Optional<Duration> silence(long activity) {
        if (state.isTerminalState() || !isToBeCancelled(activity)) {
            return Optional.empty();
        }
        ActivityTaskData data = activities.get(activity).getData();
        Duration most = ProtobufTimeUtils.toJavaDuration(data.scheduledEvent.getHeartbeatTimeout());
        return most.isZero()
                ? Optional.empty()
                : Optional.of(most.minusMillis(System.currentTimeMillis() - data.lastHeartbeatTime));
    }

    private static TestWorkflowMutableState state(TestWorkflowService service, ExecutionId execution) {
        try {
            var found = TestWorkflowService.class.getDeclaredMethod("getMutableState", ExecutionId.class);
            return (TestWorkflowMutableState) opened(found).invoke(service, execution);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof StatusRuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of the test server", e);
        }
    }

    private static Object field(TestWorkflowMutableState state, String name) {
        try {
            return opened(TestWorkflowMutableStateImpl.class.getDeclaredField(name))
                    .get(state);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another version of the test server", e);
        }
    }

    private static <A extends AccessibleObject> A opened(A member) {
        member.setAccessible(true);
        return member;
    }
}
