package io.cellplane.db.lists;

import io.cellplane.db.cell.ServerRow;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column of a server's record by which lists may be ordered and filtered; nothing else enters a statement's text. */
public enum Column {
    ACCESS_IP_V4(true, ServerRow::accessIpV4),
    ACCESS_IP_V6(true, ServerRow::accessIpV6),
    AUTO_DISK_CONFIG(false, ServerRow::autoDiskConfig),
    AVAILABILITY_ZONE(true, ServerRow::availabilityZone),
    CONFIG_DRIVE(false, ServerRow::configDrive),
    CREATED_AT(false, ServerRow::createdAt),
    DISPLAY_DESCRIPTION(true, ServerRow::displayDescription),
    DISPLAY_NAME(false, ServerRow::displayName),
    FLAVORID(false, ServerRow::flavorid),
    HOST(true, ServerRow::host),
    HOSTNAME(false, ServerRow::hostname),
    IMAGE_REF(true, ServerRow::imageRef),
    KERNEL_ID(true, ServerRow::kernelId),
    KEY_NAME(true, ServerRow::keyName),
    LAUNCH_INDEX(false, ServerRow::launchIndex),
    LAUNCHED_AT(true, ServerRow::launchedAt),
    LOCKED(false, ServerRow::locked),
    LOCKED_BY(true, ServerRow::lockedBy),
    NODE(true, ServerRow::node),
    POWER_STATE(false, ServerRow::powerState),
    PROGRESS(false, ServerRow::progress),
    PROJECT_ID(false, ServerRow::projectId),
    RAMDISK_ID(true, ServerRow::ramdiskId),
    RESERVATION_ID(false, ServerRow::reservationId),
    ROOT_DEVICE_NAME(true, ServerRow::rootDeviceName),
    TASK_STATE(true, ServerRow::taskState),
    TERMINATED_AT(true, ServerRow::terminatedAt),
    UPDATED_AT(true, ServerRow::updatedAt),
    USER_ID(false, ServerRow::userId),
    UUID(false, ServerRow::uuid),
    VM_STATE(false, ServerRow::vmState);

    private final boolean nullable;

    @SuppressWarnings("ImmutableEnumChecker") // accessors of a record keep no state
    private final Function<ServerRow, @Nullable Object> reader;

    Column(boolean nullable, Function<ServerRow, @Nullable Object> reader) {
        this.nullable = nullable;
        this.reader = reader;
    }

    /** Its name in the table. */
    public String sql() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the table keeps it in ASCII, where other text cannot even be asked for. */
    boolean isAscii() {
        return switch (this) {
            case LOCKED_BY, RESERVATION_ID, TASK_STATE, UUID, VM_STATE -> true;
            default -> false;
        };
    }

    /** What its values are. */
    Class<?> type() {
        return switch (this) {
            case AUTO_DISK_CONFIG, CONFIG_DRIVE, LOCKED -> Boolean.class;
            case LAUNCH_INDEX, POWER_STATE, PROGRESS -> Integer.class;
            case CREATED_AT, LAUNCHED_AT, TERMINATED_AT, UPDATED_AT -> Instant.class;
            default -> String.class;
        };
    }

    boolean isNullable() {
        return nullable;
    }

    /** Its value in a record; an id as text, as the table has it. */
    @Nullable Object of(ServerRow row) {
        Object value = reader.apply(row);
        return value instanceof UUID id ? id.toString() : value;
    }
}
