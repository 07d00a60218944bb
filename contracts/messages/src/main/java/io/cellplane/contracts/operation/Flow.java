package io.cellplane.contracts.operation;

/** A type of workflow that carries operations out; its name is what Temporal knows it by. */
public enum Flow {
    BOOT_SERVER("BootServer"),
    DELETE_SERVER("DeleteServer"),
    POWER_SERVER("PowerServer"),
    RESIZE_SERVER("ResizeServer"),
    CONFIRM_RESIZE("ConfirmResize"),
    REVERT_RESIZE("RevertResize"),
    RESET_SERVER("ResetServer"),
    ATTACH_INTERFACE("AttachInterface"),
    DETACH_INTERFACE("DetachInterface");

    private final String type;

    Flow(String type) {
        this.type = type;
    }

    public String type() {
        return type;
    }
}
