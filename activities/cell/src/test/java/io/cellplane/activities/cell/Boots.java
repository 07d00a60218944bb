package io.cellplane.activities.cell;

import io.cellplane.contracts.operation.Kind;
import io.cellplane.contracts.operation.OperationState;
import io.cellplane.contracts.server.RequestedServer;
import io.cellplane.db.control.OperationDataRow;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.testing.TestControlLevel;
import io.cellplane.db.testing.TestControlLevel.Accepted;
import io.cellplane.db.testing.TestOperation;
import io.cellplane.db.testing.TestRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Boots that have come as far as a cell. */
public final class Boots {
    private Boots() {}

    /** Of a server whose image has a kernel. */
    public static Accepted running(TestControlLevel control, String password) {
        Instant now = control.api.clock().instant();
        RequestedServer requested = TestRequest.server()
                .image("image", Map.of("kernel_id", "kernel", "ramdisk_id", "ramdisk"))
                .at(now)
                .build();
        OperationRow boot = TestOperation.of(requested.uuid(), Kind.BOOT, OperationState.RUNNING)
                .at(now)
                .row();
        control.accept(requested, boot);
        control.api
                .operationData()
                .saveAll(List.of(new OperationDataRow(
                        boot.id(), OperationDataRow.ADMIN_PASSWORD, password.getBytes(StandardCharsets.UTF_8))));
        return new Accepted(requested.uuid(), boot.id());
    }
}
