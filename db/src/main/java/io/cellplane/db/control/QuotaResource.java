package io.cellplane.db.control;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What there can be a limit for. The last four are the network service's today: they can be set, and limit nothing. */
public enum QuotaResource {
    INSTANCES,
    CORES,
    /** In MiB. */
    RAM,
    METADATA_ITEMS,
    INJECTED_FILES,
    INJECTED_FILE_CONTENT_BYTES,
    INJECTED_FILE_PATH_BYTES,
    /** Of each user. */
    KEY_PAIRS,
    SERVER_GROUPS,
    SERVER_GROUP_MEMBERS,
    FIXED_IPS,
    FLOATING_IPS,
    SECURITY_GROUPS,
    SECURITY_GROUP_RULES;

    /** As the API and the database name it. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for what this version does not know. */
    public static Optional<QuotaResource> of(String id) {
        return Stream.of(values()).filter(one -> one.id().equals(id)).findFirst();
    }
}
