package io.cellplane.db.move;

import static io.cellplane.db.move.MovedTable.Rows.ONE;
import static io.cellplane.db.move.MovedTable.Rows.SET;
import static io.cellplane.db.move.MovedTable.Rows.TRAIL;
import static io.cellplane.db.move.Travels.ALWAYS;
import static io.cellplane.db.move.Travels.NOT_WITH_DELTA;
import static io.cellplane.db.move.Travels.WITH_COPY;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one declaration of what of a cell's database moves with a server. Every table and column of the schema is here, or
 * is listed as staying with its reason; a test compares.
 */
public final class MovedTables {
    private static final String OWN_NUMBER = "each database numbers its own rows; nothing outside it refers to them";

    static final MovedTable INSTANCES = new MovedTable(
            "instances",
            "uuid",
            ONE,
            List.of(),
            columns(
                    always(
                            "project_id",
                            "user_id",
                            "image_ref",
                            "kernel_id",
                            "ramdisk_id",
                            "hostname",
                            "display_name",
                            "display_description",
                            "launch_index",
                            "key_name",
                            "key_data",
                            "user_data",
                            "reservation_id",
                            "locked",
                            "locked_by",
                            "locked_reason",
                            "os_type",
                            "architecture",
                            "vm_mode",
                            "root_device_name",
                            "config_drive",
                            "access_ip_v4",
                            "access_ip_v6",
                            "auto_disk_config",
                            "created_at",
                            "updated_at"),
                    each(NOT_WITH_DELTA, "vm_state", "task_state", "progress"),
                    each(
                            WITH_COPY,
                            "memory_mb",
                            "vcpus",
                            "root_gb",
                            "ephemeral_gb",
                            "flavorid",
                            "host",
                            "node",
                            "launched_on",
                            "availability_zone",
                            "power_state",
                            "power_boot_id",
                            "power_sequence",
                            "launched_at",
                            "terminated_at",
                            "deleted_at",
                            "deleted")),
            Map.of(
                    "id", OWN_NUMBER,
                    "generation", "the place of this copy: the move sets it",
                    "move_state", "whether this copy counts: the move sets it",
                    "operation", "who may pass seal and arriving: the move sets it"));

    static final MovedTable ACTIONS = new MovedTable(
            "instance_actions",
            "instance_uuid",
            TRAIL,
            List.of("request_id"),
            columns(always("action", "user_id", "project_id", "start_time", "finish_time", "updated_at", "message")),
            Map.of("id", OWN_NUMBER));

    static final MovedTable EVENTS = new MovedTable(
            "instance_actions_events",
            "request_id",
            TRAIL,
            List.of("request_id", "event", "attempt"),
            columns(always("start_time", "finish_time", "result", "traceback", "host", "details")),
            Map.of("id", OWN_NUMBER, "action_id", "travels as the action's request_id, since numbers differ"));

    /** Parents before their children. */
    public static final List<MovedTable> ALL = List.of(
            INSTANCES,
            new MovedTable(
                    "instance_extra",
                    "instance_uuid",
                    ONE,
                    List.of(),
                    columns(
                            each(WITH_COPY, "flavor"),
                            always(
                                    "keypairs",
                                    "security_groups",
                                    "scheduler_hints",
                                    "image_properties",
                                    "ec2_ids",
                                    "password")),
                    Map.of()),
            new MovedTable(
                    "instance_info_caches",
                    "instance_uuid",
                    ONE,
                    List.of(),
                    columns(each(NOT_WITH_DELTA, "network_info", "updated_at")),
                    Map.of()),
            set("instance_metadata", "instance_uuid", "name", "value"),
            new MovedTable(
                    "instance_faults",
                    "instance_uuid",
                    TRAIL,
                    List.of("created_at", "code", "message"),
                    columns(always("details", "host")),
                    Map.of("id", OWN_NUMBER)),
            ACTIONS,
            EVENTS,
            set("virtual_interfaces", "instance_uuid", "uuid", "address", "network_id", "tag"),
            set("tags", "resource_id", "tag"),
            set("server_files", "instance_uuid", "path", "contents"),
            new MovedTable(
                    "server_secrets",
                    "instance_uuid",
                    SET,
                    List.of("name"),
                    columns(each(NOT_WITH_DELTA, "value")),
                    Map.of()));

    /** Tables of a cell that stay there, with the reason. */
    public static final Map<String, String> STAY = Map.of(
            "services", "the cell's own agents",
            "compute_nodes", "the cell's own hypervisors",
            "leases", "which process serves the cell",
            "cell_identity", "the cell whose database this is",
            "steps", "what was done in this database, and nowhere else",
            "flyway_schema_history", "the version of this database");

    private MovedTables() {}

    private static MovedTable set(String name, String server, String identity, String... columns) {
        return new MovedTable(name, server, SET, List.of(identity), columns(always(columns)), Map.of());
    }

    private static Map<String, Travels> always(String... names) {
        return each(ALWAYS, names);
    }

    private static Map<String, Travels> each(Travels travels, String... names) {
        Map<String, Travels> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(name, travels);
        }
        return columns;
    }

    @SafeVarargs
    private static Map<String, Travels> columns(Map<String, Travels>... groups) {
        Map<String, Travels> columns = new LinkedHashMap<>();
        for (Map<String, Travels> group : groups) {
            columns.putAll(group);
        }
        return Collections.unmodifiableMap(columns);
    }
}
