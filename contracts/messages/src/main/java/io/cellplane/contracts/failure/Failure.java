package io.cellplane.contracts.failure;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The failure catalogue: everything a user or an operator can be told. The API's error bodies, servers' faults,
 * workflow failures and {@code docs/failures.md} all come from here; no failure is worded anywhere else.
 */
public enum Failure {
    NO_VALID_HOST(
            "placement.no_valid_host",
            500,
            "No valid host was found. %s",
            "Add capacity, or read in the fault's details which filter dropped how many hosts."),
    RETRIES_EXCEEDED(
            "boot.retries_exceeded",
            500,
            "Exceeded maximum number of retries. Exhausted all hosts available for retrying build failures for instance %s.",
            "Read the events of the create action: each attempt names its host and what it said."),
    SPAWN_REFUSED(
            "host.spawn_refused",
            500,
            "%s",
            "Read the host's log for the operation; the image or the disk is at fault."),
    IMAGE_UNACCEPTABLE(
            "image.unacceptable",
            500,
            "Image %s is unacceptable: %s",
            "Nothing: the image's owner uploads it anew, as what it is. Ask where it came from: it may have been made to reach into hosts."),
    IMAGE_TOO_LARGE(
            "image.too_large",
            500,
            "Flavor's disk is too small for requested image. Flavor disk is %s bytes, image is %s bytes.",
            "Nothing: the server's user chooses a larger flavor. Where no flavor is at fault: cellplane.disks.largest-image-gb."),
    POWER_REFUSED(
            "host.power_refused",
            500,
            "%s",
            "Read the host's log for the operation; the guest is as it was, or stopped."),
    CARD_REFUSED(
            "host.card_refused",
            500,
            "%s",
            "Read the host's log for the operation; the guest has the cards that it had. One that runs may have to let go of a card itself."),
    UPLOAD_REFUSED(
            "host.upload_refused",
            500,
            "%s",
            "Read the host's log for the operation; the disk could not be read, the image service did not take it, or its image is gone."),
    GUEST_NOT_FOUND(
            "host.guest_not_found",
            500,
            "The host has no guest of instance %s.",
            "Run the audit: the record and the host do not agree. Delete the server and create it again."),
    KEPT_NOT_FOUND(
            "host.kept_not_found",
            500,
            "The host keeps nothing of instance %s for operation %s.",
            "Run the audit: what a resize keeps for the way back is gone, or the hosts of the cell share no storage and offer no copies (cellplane.disks.copy-port)."),
    HOST_ABSENT(
            "host.absent",
            500,
            "The server's host did not take the command.",
            "Start the host's agent, or disable the host: the fault's details name it."),
    HOST_RETIRED(
            "host.retired",
            500,
            "The server's host is retired.",
            "Nothing: its guest is given up. The server's user deletes it, and creates it again."),
    PORTS_REFUSED(
            "network.ports_refused",
            500,
            "Failed to allocate the network(s), not rescheduling.",
            "Ask the network service."),
    PORT_UNBOUND(
            "network.port_unbound",
            500,
            "The network cannot be plugged in on the host.",
            "Look after the network service's agent on the host: until then its binding of every port fails."),
    IMAGE_REFUSED(
            "image.refused",
            500,
            "The image service refused the image of the server's disk: %s",
            "Ask the image service; the words are its own, or the identity service's when a grant was asked for."),
    CUTOVER(
            "move.cutover",
            500,
            "The records could not be brought over in time, however often it was tried.",
            "Look at the load of both cells' databases."),
    DATA_REFUSED(
            "database.refused",
            500,
            "The database refused for good what was to be written.",
            "Read the log of the conductor or cell-worker: it names the step and what the database said."),
    STALE("host.stale", 409, "The host has seen a newer place of the server.", "Nothing: a late command was refused."),
    FENCED("operation.fenced", 409, "The operation was taken over by a repair.", "Nothing: a late step was refused."),
    YIELDED(
            "operation.yielded",
            409,
            "The operation made way for its successor.",
            "Nothing: the server was deleted or reset meanwhile."),
    REPAIRED(
            "operation.repaired",
            500,
            "The operation was interrupted and could not be finished.",
            "Create the server again."),

    // Facts that end a move between cells.
    MOVE_COPY_LEFT(
            "move.copy_left",
            409,
            "A cell still holds a copy of instance %s that an earlier move has left.",
            "Nothing: another cell is tried; the debt has the copy removed."),
    MOVE_COPY_LOST(
            "move.copy_lost",
            409,
            "The cell holds no copy of instance %s to go back to.",
            "Run the audit: the copy that a resize keeps until it is confirmed is gone."),

    // What the API refuses before anything happens, whatever the resource.
    API_VERSION_MALFORMED(
            "api.version_malformed",
            400,
            "API Version String %s is of invalid format. Must be of format MajorNum.MinorNum."),
    API_VERSION_UNSUPPORTED(
            "api.version_unsupported",
            406,
            "Version %s is not supported by the API. Minimum is %s and maximum is %s.",
            "Ask for a version in that range, or for latest."),
    API_UNAUTHENTICATED(
            "api.unauthenticated",
            401,
            "The request you have made requires authentication.",
            "Get a new token from the identity service."),
    API_NO_PROJECT(
            "api.no_project", 403, "The token is not scoped to a project.", "Get a token that is scoped to a project."),
    API_WRONG_PROJECT(
            "api.wrong_project",
            400,
            "Malformed request URL: URL's project_id '%s' doesn't match Context's project_id '%s'"),
    API_NOT_ALLOWED(
            "api.not_allowed",
            403,
            "Policy doesn't allow %s to be performed.",
            "Give the user the role that the rule asks for, or override the rule in the policy file."),
    API_ROUTE_NOT_FOUND("api.route_not_found", 404, "The resource could not be found."),
    API_METHOD_NOT_ALLOWED("api.method_not_allowed", 405, "The method is not allowed for this resource."),
    API_CONTENT_TYPE("api.content_type", 415, "Unsupported Content-Type"),
    API_MALFORMED_BODY("api.malformed_body", 400, "Malformed request body"),
    API_TOO_LARGE("api.too_large", 413, "Request is too large."),
    API_TOO_MANY_REQUESTS(
            "api.too_many_requests",
            429,
            "This project makes too many requests. Repeat it a little later.",
            "Ask less often, or change cellplane.api.requests."),
    API_INVALID_INPUT("api.invalid_input", 400, "%s"),
    API_FORBIDDEN("api.forbidden", 403, "%s", "Use another project or user, or change the policy or the quota."),
    API_NOT_FOUND("api.not_found", 404, "%s"),
    API_CONFLICT("api.conflict", 409, "%s", "Look at the state of the resource, and repeat the request."),
    API_NO_SUCH_ACTION("api.no_such_action", 400, "There is no such action: %s"),
    API_NOT_BUILT("api.not_built", 501, "%s: this is not there yet.", "Wait for a later version; see docs/api.md."),
    API_GONE("api.gone", 410, "The resource is no longer available.", "Use what replaced it in OpenStack."),
    API_AWAY("api.away", 503, "%s cannot be reached at present.", "Bring it back; the request can be repeated."),
    API_TOO_SLOW(
            "api.too_slow",
            503,
            "What was asked for takes too long at present. Ask for less, or repeat it.",
            "Look at the load of the databases; most likely the filters of a list are costly."),
    API_SERVICE_REFUSED(
            "api.service_refused",
            503,
            "The %s service does not serve this one at present.",
            "Read the API's log: it has the service's words. Most likely Cellplane's own user lacks a role there."),
    API_UNEXPECTED(
            "api.unexpected",
            500,
            "Unexpected API Error. The request id of this answer names it in the log.",
            "Look up the request id in the API's log and report what stands there."),

    // Flavors.
    FLAVOR_NOT_FOUND("flavor.not_found", 404, "Flavor %s could not be found."),
    FLAVOR_NAME_EXISTS("flavor.name_exists", 409, "Flavor with name %s already exists."),
    FLAVOR_ID_EXISTS("flavor.id_exists", 409, "Flavor with ID %s already exists."),
    FLAVOR_SPEC_NOT_FOUND("flavor.spec_not_found", 404, "Flavor %s has no extra specs with key %s."),
    FLAVOR_GROUPS(
            "flavor.groups",
            400,
            "Flavor %s asks for resources that no host is chosen by: %s.",
            "Unset those properties. A host's traits are asked for by trait:NAME=required."),
    FLAVOR_IS_PUBLIC("flavor.is_public", 404, "Access list not available for public flavors."),
    FLAVOR_ACCESS_EXISTS(
            "flavor.access_exists", 409, "Flavor access already exists for flavor %s and project %s combination."),
    FLAVOR_ACCESS_NOT_FOUND("flavor.access_not_found", 404, "Flavor access not found for %s / %s combination."),

    KEY_PAIR_NOT_FOUND("key_pair.not_found", 404, "Keypair %s not found for user %s"),
    KEY_PAIR_EXISTS("key_pair.exists", 409, "Key pair '%s' already exists."),
    KEY_PAIR_INVALID("key_pair.invalid", 400, "Keypair data is invalid: %s"),
    KEY_PAIR_LIMIT(
            "key_pair.limit", 403, "Quota exceeded, too many key pairs.", "Delete key pairs, or raise the limit."),

    SERVER_GROUP_NOT_FOUND("server_group.not_found", 404, "Instance group %s could not be found."),
    SERVER_GROUP_LIMIT(
            "server_group.limit", 403, "Quota exceeded, too many server groups.", "Delete some, or raise the limit."),
    SERVER_GROUP_MEMBER_LIMIT(
            "server_group.member_limit",
            403,
            "Quota exceeded, too many servers in group",
            "Delete members, use another group, or raise the limit."),

    // Cells.
    CELL_NOT_FOUND("cell.not_found", 404, "Cell %s could not be found."),
    CELL_TAKEN("cell.taken", 409, "Cell %s cannot be entered so: %s."),
    CELL_UNUSABLE(
            "cell.unusable",
            409,
            "The %s at %s cannot be that of cell %s: %s.",
            "Bring it up, migrate its schema, or correct its address or account; then repeat the request."),
    CELL_IN_USE(
            "cell.in_use",
            409,
            "Cell %s cannot be deleted: there are %s.",
            "Disable it; move or delete its servers, wait for its operations, retire or move its hosts; then repeat it."),
    CELL_CHANGED("cell.changed", 409, "Cell %s was changed meanwhile.", "Look at it, and repeat the request."),
    CELL_IS_CELL0("cell.is_cell0", 409, "Cell cell0 cannot %s: it keeps the servers that never found a host."),
    CELL_DISABLED(
            "cell.disabled",
            409,
            "Host %s takes no servers: its cell is disabled.",
            "Choose a host of another cell, or enable its cell."),

    // Hosts, aggregates, services, hypervisors.
    AGGREGATE_NOT_FOUND("aggregate.not_found", 404, "Aggregate %s could not be found."),
    AGGREGATE_NAME_EXISTS("aggregate.name_exists", 409, "Aggregate %s already exists."),
    AGGREGATE_HOST_EXISTS("aggregate.host_exists", 409, "Aggregate %s already has host %s."),
    AGGREGATE_HOST_NOT_FOUND("aggregate.host_not_found", 404, "Aggregate %s has no host %s."),
    AGGREGATE_NOT_EMPTY(
            "aggregate.not_empty",
            400,
            "Cannot remove host from aggregate %s. Reason: Host aggregate is not empty.",
            "Remove its hosts first."),
    AGGREGATE_ACTION("aggregate.action", 409, "Cannot %s aggregate %s. Reason: %s."),
    AGGREGATE_CHANGE("aggregate.change", 400, "Cannot %s aggregate %s. Reason: %s."),
    COMPUTE_HOST_NOT_FOUND("compute_host.not_found", 404, "Compute host %s could not be found."),
    HOST_IN_USE(
            "compute_host.in_use",
            409,
            "Cannot %s host %s: it is not forced down, and servers or debts are there.",
            "Move or delete its servers; or make sure that it is off for good, and force it down first."),
    HOST_NOT_AS_SEEN(
            "compute_host.not_as_seen",
            409,
            "Cannot approve more of host %s than it reports: %s.",
            "Look at what it reports now, and approve that."),
    HOST_NOT_EMPTY(
            "compute_host.not_empty",
            409,
            "Host %s cannot be moved to cell %s: %s.",
            "Disable it; move or delete its servers, wait for what is open; then repeat the request."),
    SERVICE_NOT_FOUND("service.not_found", 404, "Service %s not found."),
    SERVICE_HOSTING(
            "service.hosting",
            409,
            "Unable to delete compute service that is hosting instances. Migrate or delete the instances first.",
            "Migrate or delete them; then delete the service."),
    SERVICE_MOVING(
            "service.moving",
            409,
            "Unable to delete compute service that has in-progress migrations. Complete the migrations or delete the"
                    + " instances first.",
            "Confirm or revert what waits at VERIFY_RESIZE, let the rest end; then delete the service."),
    SERVICE_OWES(
            "service.owes",
            409,
            "Unable to delete compute service of host %s: guests are still to be removed there.",
            "Bring the host back until it has paid its debts; or retire it, if it never comes back."),
    SERVICE_UP(
            "service.up",
            409,
            "Unable to delete service %s: it is up, or nobody knows that it is not.",
            "Stop it, and wait until it is down: one that runs would come back at once."),
    HYPERVISOR_ID_NOT_FOUND("hypervisor.id_not_found", 404, "Hypervisor with ID '%s' could not be found."),
    HYPERVISOR_AWAY(
            "hypervisor.away", 400, "Compute service of %s is unavailable at this time.", "Bring the host back."),
    HYPERVISOR_NOT_FOUND("hypervisor.not_found", 404, "No hypervisor matching '%s' could be found."),

    // Servers.
    SERVER_NOT_FOUND("server.not_found", 404, "Instance %s could not be found."),
    SERVER_LOCKED("server.locked", 409, "Instance %s is locked", "Unlock it, or ask an administrator."),
    SERVER_STATE(
            "server.state",
            409,
            "Cannot '%s' instance %s while it is in %s %s",
            "Wait for the state that the request needs."),
    SERVER_NOT_READY("server.not_ready", 409, "Instance %s is not ready", "Wait until it has a host."),
    SERVER_NO_CONSOLE("server.no_console", 404, "Guest does not have a console available."),
    SERVER_UNSUPPORTED(
            "server.unsupported",
            501,
            "The requested functionality is not supported.",
            "Nothing: the hypervisor of the server's host cannot do it."),
    SERVER_BUSY(
            "server.busy",
            409,
            "Cannot '%s' instance %s while another operation on it ends",
            "Nothing: the request can be repeated at once."),
    SERVER_CELL_AWAY(
            "server.cell_away",
            409,
            "Cannot '%s' instance %s while its cell does not answer.",
            "Bring the cell's database back: the mapping names the cell. A revert may be forced where it is lost: docs/runbook.md."),
    SERVER_CELL_ANSWERS(
            "server.cell_answers",
            409,
            "Cannot force the revert of instance %s: its cell %s answers.",
            "Revert it as its user would: then nothing is lost."),
    SERVER_HOST_DOWN("server.host_down", 409, "Service is unavailable at this time.", "Bring the host back."),
    SERVER_SAME_FLAVOR("server.same_flavor", 400, "When resizing, instances must change flavor!"),
    SERVER_SAME_HOST("server.same_host", 400, "Cannot migrate to the host where the server exists."),
    SERVER_DISK(
            "server.disk",
            400,
            "Server disk was unable to be resized because: %s",
            "Nothing: the caller chooses another flavor."),
    SERVER_NOT_RESIZED("server.not_resized", 400, "Instance has not been resized."),
    SERVER_TAG_NOT_FOUND("server.tag_not_found", 404, "Instance %s has no tag '%s'"),
    SERVER_NO_SUCH_TAG("server.no_such_tag", 404, "Server %s has no tag '%s'"),
    MIGRATION_NOT_FOUND("migration.not_found", 404, "In-progress live migration %s is not found for server %s."),
    MIGRATION_NOT_LIVE("migration.not_live", 404, "Migration %s for server %s is not live-migration."),
    SERVER_METADATA_NOT_FOUND("server.metadata_not_found", 404, "Metadata item was not found"),
    SERVER_NETWORK_NOT_FOUND("server.network_not_found", 404, "Instance is not a member of specified network"),
    PORT_NOT_FOUND("port.not_found", 404, "Port id %s could not be found."),
    NETWORK_NOT_FOUND("network.not_found", 404, "Network %s could not be found."),
    SERVER_PORT_NOT_FOUND("server.port_not_found", 404, "Instance %s does not have a port with id %s"),
    SERVER_ATTACH_FAILED(
            "server.attach_failed",
            409,
            "Failed to attach network adapter device to %s: %s",
            "Look at the server's faults: they say what the network service or the host has refused."),
    SERVER_ATTACH_LATE(
            "server.attach_late",
            503,
            "The interface of instance %s is still being attached. List its interfaces to see whether it is there.",
            "Look whether the server's host, its cell and the network service answer: the operation waits for them."),
    SERVER_ACTION_NOT_FOUND("server.action_not_found", 404, "Action for request_id %s on instance %s not found");

    private final String type;
    private final int status;
    private final String text;
    private final String operatorDoes;

    /** One that only the caller can do something about. */
    Failure(String type, int status, String text) {
        this(type, status, text, "Nothing: the caller corrects the request.");
    }

    Failure(String type, int status, String text, String operatorDoes) {
        this.type = type;
        this.status = status;
        this.text = text;
        this.operatorDoes = operatorDoes;
    }

    /** Stable for ever: it is in histories, journals and ledgers. */
    public String type() {
        return type;
    }

    /** Of an answer of the API; of a server's fault, its code. */
    public int status() {
        return status;
    }

    /** The words, with {@code %s} where an argument goes. */
    public String text() {
        return text;
    }

    public String operatorDoes() {
        return operatorDoes;
    }

    public Refused refused(Object... arguments) {
        return new Refused(this, text.formatted(arguments));
    }

    /** The failure of that type, or null when it is not in this catalogue (a newer process wrote it). */
    public static @Nullable Failure of(String type) {
        return Stream.of(values())
                .filter(failure -> failure.type.equals(type))
                .findFirst()
                .orElse(null);
    }
}
