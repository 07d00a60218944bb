package io.cellplane.db;

import io.cellplane.contracts.operation.Step;
import io.cellplane.contracts.operation.StepResult;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.testing.TestControlLevel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A step of one new operation whose effect is a row per call: a second effect would show. */
final class LedgerSteps implements AutoCloseable {
    final UUID operation = UUID.randomUUID();
    final Ledger ledger;
    final AtomicInteger acted = new AtomicInteger();
    final AtomicInteger undone = new AtomicInteger();
    private final TestControlLevel control;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    LedgerSteps(TestControlLevel control) {
        this.control = control;
        this.ledger = control.api.ledger();
    }

    record Said(String text) {}

    /** What a newer process writes into the same column. */
    record SaidMore(String text, int loudness) {}

    Step attempt(int number) {
        return new Step(operation, "place", number);
    }

    Said act(String text) {
        OperationDataRow effect = new OperationDataRow(
                operation, "effect" + acted.incrementAndGet(), text.getBytes(StandardCharsets.UTF_8));
        control.api.operationData().saveAll(List.of(effect));
        return new Said(text);
    }

    StepResult<Said> once(Step step, String text) {
        return ledger.once(step, Said.class, () -> act(text));
    }

    void undo(Step step) {
        ledger.undo(step, Said.class, said -> {
            undone.incrementAndGet();
            control.api.operationData().erase(operation);
        });
    }

    List<String> effects() {
        return control.api.operationData().of(operation).stream()
                .map(row -> new String(row.value(), StandardCharsets.UTF_8))
                .toList();
    }

    <T> Future<T> aside(java.util.concurrent.Callable<T> work) {
        return executor.submit(work);
    }

    /** A do that has acted and does not commit until it is let go. */
    final class InFlight {
        private final CountDownLatch go = new CountDownLatch(1);
        final Future<StepResult<Said>> answer;

        InFlight(Step step, String text, boolean fails) {
            CountDownLatch begun = new CountDownLatch(1);
            answer = aside(() -> ledger.once(step, Said.class, () -> {
                Said said = act(text);
                begun.countDown();
                Together.await(go);
                if (fails) {
                    throw new IllegalStateException("the connection broke");
                }
                return said;
            }));
            Together.await(begun);
        }

        void letGo() {
            go.countDown();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
