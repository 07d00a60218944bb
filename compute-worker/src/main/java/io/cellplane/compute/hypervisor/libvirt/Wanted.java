package io.cellplane.compute.hypervisor.libvirt;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.GuestSpec;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an image and a flavor want of the machine, by the names of image properties: {@code hw:cpu_cores} of a flavor stands
 * for {@code hw_cpu_cores}, and goes before it. What changes the machine and is not known here is refused, for it would be missing; all
 * else is about something else.
 */
record Wanted(Map<String, String> values) {
    private static final String RNG_ALLOWED = "hw_rng:allowed";

    private static final Set<String> KNOWN = Set.of(
            "hw_disk_bus",
            "hw_cdrom_bus",
            "hw_vif_model",
            "hw_machine_type",
            "hw_firmware_type",
            "hw_rng_model",
            RNG_ALLOWED,
            "hw_video_model",
            "hw_watchdog_action",
            "hw_qemu_guest_agent",
            "hw_scsi_model",
            "hw_architecture",
            "hw_vm_mode",
            "hw_cpu_sockets",
            "hw_cpu_cores",
            "hw_cpu_threads",
            "hw_cpu_max_sockets",
            "hw_cpu_max_cores",
            "hw_cpu_max_threads");

    private static final Set<String> HERE = Set.of("kvm", "qemu");
    private static final Set<String> NO = Set.of("no", "false", "False", "0", "off");

    private static final Pattern OF_THE_MACHINE = Pattern.compile("(hw_|quota:|os:|pci_passthrough:|accel:).*");

    /** @throws Refused for what would have to be ignored */
    static Wanted of(GuestSpec spec) {
        Map<String, String> values = new TreeMap<>(spec.imageProperties());
        if (spec.launch() != null) {
            spec.launch().extraSpecs().forEach((name, value) -> values.put(name.replaceFirst("^hw:", "hw_"), value));
        }
        String unknown = values.keySet().stream()
                .filter(name -> OF_THE_MACHINE.matcher(name).matches() && !KNOWN.contains(name))
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw Failure.SPAWN_REFUSED.refused(
                    "This host does not support what the image or the flavor wants: " + unknown + ".");
        }
        only(values, "os_secure_boot", Set.of("disabled", "optional"));
        only(values, "hw_architecture", Set.of("x86_64"));
        only(values, "architecture", Set.of("x86_64"));
        only(values, "hw_vm_mode", Set.of("hvm"));
        only(values, "vm_mode", Set.of("hvm"));
        only(values, "hw_scsi_model", Set.of("virtio-scsi"));
        only(values, "hypervisor_type", HERE);
        only(values, "img_hv_type", HERE);
        only(values, "hide_hypervisor_id", NO);
        only(values, "img_hide_hypervisor_id", NO);
        only(values, "kernel_id", Set.of(""));
        only(values, "ramdisk_id", Set.of(""));
        return new Wanted(values);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    boolean is(String name, String value) {
        return value.equals(values.get(name));
    }

    /** Whether it gets random numbers from its host: the image asks for it, the flavor may forbid it. */
    boolean random() {
        oneOf("hw_rng_model", "virtio", Set.of("virtio"));
        return has("hw_rng_model") && !values.getOrDefault(RNG_ALLOWED, "true").equalsIgnoreCase("false");
    }

    private static void only(Map<String, String> values, String name, Set<String> supported) {
        String value = values.get(name);
        if (value != null && !supported.contains(value)) {
            throw unsupported(name, value);
        }
    }

    private static Refused unsupported(String name, String value) {
        return Failure.SPAWN_REFUSED.refused(
                "This host does not support what the image or the flavor wants: " + name + "=" + value + ".");
    }

    /** One of several words. */
    String oneOf(String name, String otherwise, Set<String> supported) {
        only(values, name, supported);
        return values.getOrDefault(name, otherwise);
    }

    /** A word of letters, digits and {@code ._-}. */
    String word(String name, String otherwise) {
        String value = values.getOrDefault(name, otherwise);
        if (!Pattern.matches("[A-Za-z0-9._-]{1,64}", value)) {
            throw unsupported(name, value);
        }
        return value;
    }

    boolean yes(String name) {
        String value = values.getOrDefault(name, "no");
        return switch (value) {
            case "yes", "true", "True", "1", "on" -> true;
            case "no", "false", "False", "0", "off" -> false;
            default -> throw unsupported(name, value);
        };
    }

    /** @return null where nothing is said */
    @Nullable Integer number(String name) {
        String value = values.get(name);
        if (value == null) {
            return null;
        }
        if (!Pattern.matches("[1-9][0-9]{0,4}", value)) {
            throw unsupported(name, value);
        }
        return Integer.valueOf(value);
    }
}
