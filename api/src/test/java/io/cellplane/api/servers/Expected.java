package io.cellplane.api.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the reference says of actions and states, written down from it and from nothing else. */
final class Expected {
    static final List<String> VM_STATES =
            words("active building paused suspended stopped rescued resized soft-delete deleted error shelved"
                    + " shelved_offloaded");

    static final List<String> TASK_STATES = words(
            "scheduling block_device_mapping networking spawning image_snapshot image_snapshot_pending"
                    + " image_pending_upload image_uploading image_backup updating_password resize_prep resize_migrating"
                    + " resize_migrated resize_finish resize_reverting resize_confirming rebooting reboot_pending"
                    + " reboot_started rebooting_hard reboot_pending_hard reboot_started_hard pausing unpausing"
                    + " suspending resuming powering-off powering-on rescuing unrescuing rebuilding"
                    + " rebuild_block_device_mapping rebuild_spawning migrating deleting soft-deleting restoring"
                    + " shelving shelving_image_pending_upload shelving_image_uploading shelving_offloading unshelving");

    static final List<Expected> ACTIONS = List.of(
            in("start", "{\"os-start\": null}", 202, "stopped"),
            in("stop", "{\"os-stop\": null}", 202, "active error"),
            in("reboot", "{\"reboot\": {\"type\": \"SOFT\"}}", 202, "active"),
            in("reboot", "{\"reboot\": {\"type\": \"HARD\"}}", 202, "active stopped paused suspended error")
                    .during("rebooting reboot_pending reboot_started rebooting_hard reboot_pending_hard"
                            + " reboot_started_hard pausing unpausing suspending resuming"),
            in("pause", "{\"pause\": null}", 202, "active"),
            in("unpause", "{\"unpause\": null}", 202, "paused"),
            in("suspend", "{\"suspend\": null}", 202, "active"),
            in("resume", "{\"resume\": null}", 202, "suspended"),
            in("trigger_crash_dump", "{\"trigger_crash_dump\": null}", 202, "active paused rescued resized error"),
            in("resize", "{\"resize\": {\"flavorRef\": \"f2\"}}", 202, "active stopped"),
            in("migrate", "{\"migrate\": null}", 202, "active stopped"),
            in("confirmResize", "{\"confirmResize\": null}", 204, "resized"),
            in("revertResize", "{\"revertResize\": null}", 202, "resized"),
            in("attach_interface", "{\"interfaceAttachment\": {}}", 200, "active paused stopped")
                    .at("POST", "/os-interface"),
            in("detach_interface", "", 202, "active paused stopped")
                    .at("DELETE", "/os-interface/" + KnownNetworks.ITS_PORT),
            always("{\"lock\": null}", 202),
            always("{\"unlock\": null}", 202),
            always("{\"os-getConsoleOutput\": {\"length\": 10}}", 200),
            always("{\"os-resetState\": {\"state\": \"active\"}}", 202));

    final String words;
    final String body;
    final int code;
    final String method;
    final String path;
    private final @Nullable Set<String> vmStates;
    private final Set<String> tasks;

    private Expected(
            String words,
            String body,
            int code,
            String method,
            String path,
            @Nullable Set<String> vmStates,
            Set<String> tasks) {
        this.words = words;
        this.body = body;
        this.code = code;
        this.method = method;
        this.path = path;
        this.vmStates = vmStates;
        this.tasks = tasks;
    }

    private static Expected in(String action, String body, int code, String vmStates) {
        return new Expected(action, body, code, "POST", "/action", Set.copyOf(words(vmStates)), Set.of());
    }

    private static Expected always(String body, int code) {
        return new Expected("", body, code, "POST", "/action", null, Set.of());
    }

    private Expected during(String more) {
        return new Expected(words, body, code, method, path, vmStates, Set.copyOf(words(more)));
    }

    /** It is asked for there, and not as an action. */
    private Expected at(String newMethod, String newPath) {
        return new Expected(words, body, code, newMethod, newPath, vmStates, tasks);
    }

    /** Whether it only changes what is attached, beside others that do. */
    boolean isOfDevices() {
        return !path.equals("/action");
    }

    boolean needsState() {
        return vmStates != null;
    }

    boolean isForAdministrators() {
        return body.contains("migrate") || body.contains("resetState");
    }

    /** Null when it is let in. */
    @Nullable String refusal(String server, String vmState, @Nullable String task) {
        String form = "Cannot '%s' instance %s while it is in %s %s";
        if (vmStates == null) {
            return null;
        }
        if (!vmStates.contains(vmState)) {
            return form.formatted(words, server, "vm_state", vmState);
        }
        return task == null || tasks.contains(task) ? null : form.formatted(words, server, "task_state", task);
    }

    private static List<String> words(String text) {
        return new ArrayList<>(List.of(text.split(" ")));
    }

    @Override
    public String toString() {
        return isOfDevices() ? method + " " + path : body;
    }
}
