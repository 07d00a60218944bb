package io.cellplane.standalone.kill;

import java.util.List;

/** The steps of each operation at which it can be halted: its admission, its activities, what its host does. */
public enum StepList {
    BOOT(
            "boot.admit",
            "boot.Placement.Place",
            "boot.Ports.Bind",
            "boot.Records.Land",
            "boot.Hosts.Spawn",
            "host.spawn",
            "boot.Records.Finish"),
    DELETE(
            "delete.admit",
            "delete.Lane.Begin",
            "delete.Hosts.Destroy",
            "host.destroy",
            "delete.Ports.ReleaseAll",
            "delete.Records.Remove");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> steps;

    StepList(String... steps) {
        this.steps = List.of(steps);
    }

    /** In their order. */
    public List<String> steps() {
        return steps;
    }
}
