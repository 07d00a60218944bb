package io.cellplane.api.policy;

/** Who may do what unless the operator's file says otherwise: Nova's names and defaults, and some of Cellplane's own. */
public enum Rule {
    CONTEXT_IS_ADMIN("context_is_admin", "role:admin", "Who is an administrator."),
    TOKEN_SCOPE(
            "cellplane:token_scope",
            "project_id:%(project_id)s",
            "Call anything: with a token of a project. As in Nova, one of a domain or of the system is refused, whatever its roles."),
    ADMIN("admin", CONTEXT_IS_ADMIN, "What administrators may."),
    READER_OR_ADMIN(
            "reader_or_admin",
            "rule:context_is_admin or ((role:reader or role:member) and project_id:%(project_id)s)",
            "What those who read a project may, and administrators."),
    MEMBER_OR_ADMIN(
            "member_or_admin",
            "rule:context_is_admin or (role:member and project_id:%(project_id)s)",
            "What those who work in a project may, and administrators."),
    MANAGER_OR_ADMIN(
            "manager_or_admin",
            "rule:context_is_admin or (role:manager and project_id:%(project_id)s)",
            "What those who manage a project may, and administrators."),
    OWN_READER_OR_ADMIN(
            "own_reader_or_admin",
            "rule:context_is_admin or user_id:%(user_id)s",
            "What a user may do with its own, and administrators."),
    EXTENSIONS("os_compute_api:extensions", "@", "List and show extensions."),
    FLAVORS("os_compute_api:flavors", "@", "List and show flavors."),
    FLAVOR_MANAGE_CREATE("os_compute_api:os-flavor-manage:create", ADMIN, "Create a flavor."),
    FLAVOR_MANAGE_UPDATE("os_compute_api:os-flavor-manage:update", ADMIN, "Change a flavor's description."),
    FLAVOR_MANAGE_DELETE("os_compute_api:os-flavor-manage:delete", ADMIN, "Delete a flavor."),
    FLAVOR_EXTRA_SPECS_INDEX(
            "os_compute_api:os-flavor-extra-specs:index",
            READER_OR_ADMIN,
            "List a flavor's extra specs, and see them in flavors."),
    FLAVOR_EXTRA_SPECS_SHOW(
            "os_compute_api:os-flavor-extra-specs:show", READER_OR_ADMIN, "Show one extra spec of a flavor."),
    FLAVOR_EXTRA_SPECS_CREATE("os_compute_api:os-flavor-extra-specs:create", ADMIN, "Add extra specs to a flavor."),
    FLAVOR_EXTRA_SPECS_UPDATE(
            "os_compute_api:os-flavor-extra-specs:update", ADMIN, "Change an extra spec of a flavor."),
    FLAVOR_EXTRA_SPECS_DELETE(
            "os_compute_api:os-flavor-extra-specs:delete", ADMIN, "Take an extra spec from a flavor."),
    FLAVOR_ACCESS("os_compute_api:os-flavor-access", ADMIN, "List the projects that have access to a private flavor."),
    FLAVOR_ACCESS_ADD_TENANT_ACCESS(
            "os_compute_api:os-flavor-access:add_tenant_access", ADMIN, "Give a project access to a flavor."),
    FLAVOR_ACCESS_REMOVE_TENANT_ACCESS(
            "os_compute_api:os-flavor-access:remove_tenant_access", ADMIN, "Take a project's access to a flavor away."),
    KEYPAIRS_INDEX("os_compute_api:os-keypairs:index", OWN_READER_OR_ADMIN, "List a user's key pairs."),
    KEYPAIRS_SHOW("os_compute_api:os-keypairs:show", OWN_READER_OR_ADMIN, "Show a user's key pair."),
    KEYPAIRS_CREATE(
            "os_compute_api:os-keypairs:create", OWN_READER_OR_ADMIN, "Create or import a key pair of a user's."),
    KEYPAIRS_DELETE("os_compute_api:os-keypairs:delete", OWN_READER_OR_ADMIN, "Delete a user's key pair."),
    AGGREGATES_INDEX("os_compute_api:os-aggregates:index", ADMIN, "List aggregates."),
    AGGREGATES_SHOW("os_compute_api:os-aggregates:show", ADMIN, "Show an aggregate."),
    AGGREGATES_CREATE("os_compute_api:os-aggregates:create", ADMIN, "Create an aggregate."),
    AGGREGATES_UPDATE("os_compute_api:os-aggregates:update", ADMIN, "Change an aggregate's name or zone."),
    AGGREGATES_DELETE("os_compute_api:os-aggregates:delete", ADMIN, "Delete an aggregate."),
    AGGREGATES_ADD_HOST("os_compute_api:os-aggregates:add_host", ADMIN, "Put a host into an aggregate."),
    AGGREGATES_REMOVE_HOST("os_compute_api:os-aggregates:remove_host", ADMIN, "Take a host out of an aggregate."),
    AGGREGATES_SET_METADATA("os_compute_api:os-aggregates:set_metadata", ADMIN, "Change an aggregate's metadata."),
    SERVER_GROUPS_INDEX("os_compute_api:os-server-groups:index", READER_OR_ADMIN, "List server groups."),
    SERVER_GROUPS_INDEX_ALL_PROJECTS(
            "os_compute_api:os-server-groups:index:all_projects", ADMIN, "List the server groups of all projects."),
    SERVER_GROUPS_SHOW("os_compute_api:os-server-groups:show", READER_OR_ADMIN, "Show a server group."),
    SERVER_GROUPS_CREATE("os_compute_api:os-server-groups:create", MEMBER_OR_ADMIN, "Create a server group."),
    SERVER_GROUPS_DELETE("os_compute_api:os-server-groups:delete", MEMBER_OR_ADMIN, "Delete a server group."),
    AVAILABILITY_ZONE_LIST("os_compute_api:os-availability-zone:list", "@", "List availability zones."),
    AVAILABILITY_ZONE_DETAIL(
            "os_compute_api:os-availability-zone:detail", ADMIN, "List availability zones with their hosts."),
    SERVICES_LIST("os_compute_api:os-services:list", ADMIN, "List services."),
    SERVICES_UPDATE("os_compute_api:os-services:update", ADMIN, "Enable, disable or force down a service."),
    SERVICES_DELETE("os_compute_api:os-services:delete", ADMIN, "Delete a service."),
    HYPERVISORS_LIST("os_compute_api:os-hypervisors:list", ADMIN, "List hypervisors."),
    HYPERVISORS_LIST_DETAIL("os_compute_api:os-hypervisors:list-detail", ADMIN, "List hypervisors with their details."),
    HYPERVISORS_SHOW("os_compute_api:os-hypervisors:show", ADMIN, "Show a hypervisor."),
    HYPERVISORS_STATISTICS("os_compute_api:os-hypervisors:statistics", ADMIN, "Show the sums of all hypervisors."),
    HYPERVISORS_UPTIME("os_compute_api:os-hypervisors:uptime", ADMIN, "See since when a hypervisor's host is up."),
    HYPERVISORS_SEARCH("os_compute_api:os-hypervisors:search", ADMIN, "Find hypervisors by a part of their name."),
    HYPERVISORS_SERVERS(
            "os_compute_api:os-hypervisors:servers",
            ADMIN,
            "List the servers on hypervisors found by a part of their name."),
    LIMITS("os_compute_api:limits", "@", "Show the limits of the caller's project."),
    LIMITS_OTHER_PROJECT("os_compute_api:limits:other_project", ADMIN, "Show another project's limits."),
    QUOTA_SETS_SHOW("os_compute_api:os-quota-sets:show", READER_OR_ADMIN, "Show a project's quota."),
    QUOTA_SETS_DETAIL(
            "os_compute_api:os-quota-sets:detail", READER_OR_ADMIN, "Show a project's quota with what is used."),
    QUOTA_SETS_DEFAULTS("os_compute_api:os-quota-sets:defaults", "@", "Show what the quota is where none is set."),
    QUOTA_SETS_UPDATE("os_compute_api:os-quota-sets:update", ADMIN, "Set a project's quota."),
    QUOTA_SETS_DELETE("os_compute_api:os-quota-sets:delete", ADMIN, "Set a project's quota back to the defaults."),
    QUOTA_CLASS_SETS_SHOW("os_compute_api:os-quota-class-sets:show", ADMIN, "Show the quota of a class."),
    QUOTA_CLASS_SETS_UPDATE("os_compute_api:os-quota-class-sets:update", ADMIN, "Set the quota of a class."),
    NETWORKS_LIST("os_compute_api:os-networks:list", READER_OR_ADMIN, "List networks, to 2.35."),
    NETWORKS_SHOW("os_compute_api:os-networks:show", READER_OR_ADMIN, "Show a network, to 2.35."),
    TENANT_NETWORKS_LIST(
            "os_compute_api:os-tenant-networks:list", READER_OR_ADMIN, "List a project's networks, to 2.35."),
    TENANT_NETWORKS_SHOW(
            "os_compute_api:os-tenant-networks:show", READER_OR_ADMIN, "Show a network of a project, to 2.35."),
    FLOATING_IP_POOLS("os_compute_api:os-floating-ip-pools", "@", "List external networks, to 2.35."),
    FLOATING_IPS_LIST("os_compute_api:os-floating-ips:list", READER_OR_ADMIN, "List floating addresses, to 2.35."),
    FLOATING_IPS_SHOW("os_compute_api:os-floating-ips:show", READER_OR_ADMIN, "Show a floating address, to 2.35."),
    FLOATING_IPS_CREATE("os_compute_api:os-floating-ips:create", MEMBER_OR_ADMIN, "Take a floating address, to 2.35."),
    FLOATING_IPS_DELETE(
            "os_compute_api:os-floating-ips:delete", MEMBER_OR_ADMIN, "Give a floating address back, to 2.35."),
    FLOATING_IPS_ADD(
            "os_compute_api:os-floating-ips:add", MEMBER_OR_ADMIN, "Give a server a floating address, to 2.43."),
    FLOATING_IPS_REMOVE(
            "os_compute_api:os-floating-ips:remove",
            MEMBER_OR_ADMIN,
            "Take a server's floating address away, to 2.43."),
    MULTINIC_ADD("os_compute_api:os-multinic:add", MEMBER_OR_ADMIN, "Give a server one more fixed address, to 2.43."),
    MULTINIC_REMOVE(
            "os_compute_api:os-multinic:remove", MEMBER_OR_ADMIN, "Take a server's fixed address away, to 2.43."),
    SECURITY_GROUPS_GET("os_compute_api:os-security-groups:get", READER_OR_ADMIN, "List security groups, to 2.35."),
    SECURITY_GROUPS_SHOW("os_compute_api:os-security-groups:show", READER_OR_ADMIN, "Show a security group, to 2.35."),
    SECURITY_GROUPS_CREATE(
            "os_compute_api:os-security-groups:create", MEMBER_OR_ADMIN, "Create a security group, to 2.35."),
    SECURITY_GROUPS_UPDATE(
            "os_compute_api:os-security-groups:update", MEMBER_OR_ADMIN, "Change a security group, to 2.35."),
    SECURITY_GROUPS_DELETE(
            "os_compute_api:os-security-groups:delete", MEMBER_OR_ADMIN, "Delete a security group, to 2.35."),
    SECURITY_GROUPS_LIST(
            "os_compute_api:os-security-groups:list", READER_OR_ADMIN, "List the security groups of a server."),
    SECURITY_GROUPS_ADD(
            "os_compute_api:os-security-groups:add", MEMBER_OR_ADMIN, "Put a server into a security group."),
    SECURITY_GROUPS_REMOVE(
            "os_compute_api:os-security-groups:remove", MEMBER_OR_ADMIN, "Take a server out of a security group."),
    SECURITY_GROUPS_RULE_CREATE(
            "os_compute_api:os-security-groups:rule:create",
            MEMBER_OR_ADMIN,
            "Add a rule to a security group, to 2.35."),
    SECURITY_GROUPS_RULE_DELETE(
            "os_compute_api:os-security-groups:rule:delete",
            MEMBER_OR_ADMIN,
            "Take a rule from a security group, to 2.35."),
    CELLPLANE_IMAGES(
            "cellplane:images",
            "@",
            "List, show and delete images, to 2.35, and change their metadata, to 2.38: as far as the image service lets."),
    SERVERS_INDEX("os_compute_api:servers:index", READER_OR_ADMIN, "List servers."),
    SERVERS_DETAIL("os_compute_api:servers:detail", READER_OR_ADMIN, "List servers with their details."),
    SERVERS_INDEX_GET_ALL_TENANTS(
            "os_compute_api:servers:index:get_all_tenants", ADMIN, "List the servers of all projects."),
    SERVERS_DETAIL_GET_ALL_TENANTS(
            "os_compute_api:servers:detail:get_all_tenants",
            ADMIN,
            "List the servers of all projects with their details."),
    SERVERS_ALLOW_ALL_FILTERS(
            "os_compute_api:servers:allow_all_filters", ADMIN, "Use every filter in lists of servers."),
    SERVERS_SHOW("os_compute_api:servers:show", READER_OR_ADMIN, "Show a server."),
    SERVERS_SHOW_FLAVOR_EXTRA_SPECS(
            "os_compute_api:servers:show:flavor-extra-specs",
            READER_OR_ADMIN,
            "See the extra specs of a server's flavor in the server."),
    SERVERS_SHOW_HOST_STATUS("os_compute_api:servers:show:host_status", ADMIN, "See how a server's host is."),
    SERVERS_SHOW_HOST_STATUS_UNKNOWN_ONLY(
            "os_compute_api:servers:show:host_status:unknown-only",
            ADMIN,
            "See that nothing is known of a server's host, and nothing else of it."),
    SERVERS_CREATE("os_compute_api:servers:create", MEMBER_OR_ADMIN, "Create a server."),
    SERVERS_CREATE_FORCED_HOST(
            "os_compute_api:servers:create:forced_host",
            ADMIN,
            "Name a host or node within a zone, which then is not chosen."),
    SERVERS_CREATE_ATTACH_NETWORK(
            "os_compute_api:servers:create:attach_network",
            MEMBER_OR_ADMIN,
            "Name networks or ports for a new server."),
    SERVERS_CREATE_ATTACH_VOLUME(
            "os_compute_api:servers:create:attach_volume", MEMBER_OR_ADMIN, "Name block devices for a new server."),
    SERVERS_CREATE_ZERO_DISK_FLAVOR(
            "os_compute_api:servers:create:zero_disk_flavor",
            ADMIN,
            "Create a server on its image with a flavor without a disk."),
    SERVERS_UPDATE(
            "os_compute_api:servers:update", MEMBER_OR_ADMIN, "Change a server's name, description and addresses."),
    SERVERS_DELETE("os_compute_api:servers:delete", MEMBER_OR_ADMIN, "Delete a server."),
    SERVERS_START("os_compute_api:servers:start", MEMBER_OR_ADMIN, "Start a server."),
    SERVERS_STOP("os_compute_api:servers:stop", MEMBER_OR_ADMIN, "Stop a server."),
    SERVERS_REBOOT("os_compute_api:servers:reboot", MEMBER_OR_ADMIN, "Reboot a server."),
    SERVERS_TRIGGER_CRASH_DUMP(
            "os_compute_api:servers:trigger_crash_dump", MEMBER_OR_ADMIN, "Have a server's system dump its memory."),
    PAUSE_SERVER_PAUSE("os_compute_api:os-pause-server:pause", MEMBER_OR_ADMIN, "Pause a server."),
    PAUSE_SERVER_UNPAUSE("os_compute_api:os-pause-server:unpause", MEMBER_OR_ADMIN, "Unpause a server."),
    SUSPEND_SERVER_SUSPEND("os_compute_api:os-suspend-server:suspend", MEMBER_OR_ADMIN, "Suspend a server."),
    SUSPEND_SERVER_RESUME("os_compute_api:os-suspend-server:resume", MEMBER_OR_ADMIN, "Resume a server."),
    SERVERS_RESIZE("os_compute_api:servers:resize", MEMBER_OR_ADMIN, "Resize a server."),
    SERVERS_CONFIRM_RESIZE(
            "os_compute_api:servers:confirm_resize", MEMBER_OR_ADMIN, "Confirm a resize or a migration."),
    SERVERS_REVERT_RESIZE("os_compute_api:servers:revert_resize", MEMBER_OR_ADMIN, "Revert a resize or a migration."),
    SERVERS_RESIZE_CROSS_CELL(
            "compute:servers:resize:cross_cell",
            "!",
            "Resize or migrate a server to another cell. Nobody, until an operator says who: a project with \"project_id:<its id>\"."),
    MIGRATE_SERVER_MIGRATE("os_compute_api:os-migrate-server:migrate", MANAGER_OR_ADMIN, "Migrate a server."),
    MIGRATE_SERVER_MIGRATE_HOST(
            "os_compute_api:os-migrate-server:migrate:host", ADMIN, "Name the host that a server migrates to."),
    MIGRATIONS_INDEX(
            "os_compute_api:os-migrations:index", MANAGER_OR_ADMIN, "List a project's migrations, without hosts."),
    MIGRATIONS_INDEX_ALL_PROJECTS(
            "os_compute_api:os-migrations:index:all_projects", ADMIN, "List the migrations of all projects."),
    MIGRATIONS_INDEX_HOST("os_compute_api:os-migrations:index:host", ADMIN, "See between which hosts servers migrate."),
    SERVERS_MIGRATIONS_INDEX(
            "os_compute_api:servers:migrations:index", MANAGER_OR_ADMIN, "List a server's migrations under way."),
    SERVERS_MIGRATIONS_SHOW("os_compute_api:servers:migrations:show", ADMIN, "Show a server's migration under way."),
    LOCK_SERVER_LOCK("os_compute_api:os-lock-server:lock", MEMBER_OR_ADMIN, "Lock a server."),
    LOCK_SERVER_UNLOCK("os_compute_api:os-lock-server:unlock", MEMBER_OR_ADMIN, "Unlock a server."),
    LOCK_SERVER_UNLOCK_UNLOCK_OVERRIDE(
            "os_compute_api:os-lock-server:unlock:unlock_override", ADMIN, "Unlock a server that another has locked."),
    CONSOLE_OUTPUT("os_compute_api:os-console-output", MEMBER_OR_ADMIN, "Read what a server writes on its console."),
    SERVER_PASSWORD_SHOW(
            "os_compute_api:os-server-password:show",
            READER_OR_ADMIN,
            "Read the password that a server's guest has posted."),
    SERVER_PASSWORD_CLEAR("os_compute_api:os-server-password:clear", MEMBER_OR_ADMIN, "Forget that password."),
    SERVER_DIAGNOSTICS("os_compute_api:os-server-diagnostics", ADMIN, "See what a server has used of its host."),
    ADMIN_ACTIONS_RESET_STATE("os_compute_api:os-admin-actions:reset_state", ADMIN, "Say in which state a server is."),
    SERVER_TAGS_INDEX("os_compute_api:os-server-tags:index", READER_OR_ADMIN, "List a server's tags."),
    SERVER_TAGS_SHOW("os_compute_api:os-server-tags:show", READER_OR_ADMIN, "Ask whether a server has a tag."),
    SERVER_TAGS_UPDATE("os_compute_api:os-server-tags:update", MEMBER_OR_ADMIN, "Give a server a tag."),
    SERVER_TAGS_UPDATE_ALL("os_compute_api:os-server-tags:update_all", MEMBER_OR_ADMIN, "Replace a server's tags."),
    SERVER_TAGS_DELETE("os_compute_api:os-server-tags:delete", MEMBER_OR_ADMIN, "Take a tag from a server."),
    SERVER_TAGS_DELETE_ALL("os_compute_api:os-server-tags:delete_all", MEMBER_OR_ADMIN, "Take all tags from a server."),
    SERVERS_CREATE_REQUESTED_DESTINATION(
            "compute:servers:create:requested_destination",
            ADMIN,
            "Name the host of a new server, which is checked as others are."),
    NETWORK_ATTACH_EXTERNAL_NETWORK(
            "network:attach_external_network", ADMIN, "Use an external network that is not shared."),
    EXTENDED_SERVER_ATTRIBUTES(
            "os_compute_api:os-extended-server-attributes",
            ADMIN,
            "See a server's host, node, user data and the like."),
    ATTACH_INTERFACES_LIST(
            "os_compute_api:os-attach-interfaces:list", READER_OR_ADMIN, "List a server's network interfaces."),
    ATTACH_INTERFACES_SHOW(
            "os_compute_api:os-attach-interfaces:show", READER_OR_ADMIN, "Show one of a server's network interfaces."),
    ATTACH_INTERFACES_CREATE(
            "os_compute_api:os-attach-interfaces:create", MEMBER_OR_ADMIN, "Attach a network interface to a server."),
    ATTACH_INTERFACES_DELETE(
            "os_compute_api:os-attach-interfaces:delete", MEMBER_OR_ADMIN, "Detach a network interface from a server."),
    IPS_INDEX("os_compute_api:ips:index", READER_OR_ADMIN, "List a server's addresses."),
    IPS_SHOW("os_compute_api:ips:show", READER_OR_ADMIN, "Show a server's addresses in one network."),
    SERVER_METADATA_INDEX("os_compute_api:server-metadata:index", READER_OR_ADMIN, "List a server's metadata."),
    SERVER_METADATA_SHOW(
            "os_compute_api:server-metadata:show", READER_OR_ADMIN, "Show one pair of a server's metadata."),
    SERVER_METADATA_CREATE("os_compute_api:server-metadata:create", MEMBER_OR_ADMIN, "Add to a server's metadata."),
    SERVER_METADATA_UPDATE(
            "os_compute_api:server-metadata:update", MEMBER_OR_ADMIN, "Change one pair of a server's metadata."),
    SERVER_METADATA_UPDATE_ALL(
            "os_compute_api:server-metadata:update_all", MEMBER_OR_ADMIN, "Replace a server's metadata."),
    SERVER_METADATA_DELETE(
            "os_compute_api:server-metadata:delete", MEMBER_OR_ADMIN, "Take one pair from a server's metadata."),
    INSTANCE_ACTIONS_LIST(
            "os_compute_api:os-instance-actions:list", READER_OR_ADMIN, "List what was done to a server."),
    INSTANCE_ACTIONS_SHOW(
            "os_compute_api:os-instance-actions:show",
            READER_OR_ADMIN,
            "Show what was done to a server at one request."),
    INSTANCE_ACTIONS_EVENTS(
            "os_compute_api:os-instance-actions:events", ADMIN, "See the steps of what was done to a server."),
    SERVER_EXTERNAL_EVENTS_CREATE(
            "os_compute_api:os-server-external-events:create",
            "rule:context_is_admin or role:service",
            "Tell of events of other services: the network service does."),
    CELLPLANE_AUDIT("cellplane:audit", ADMIN, "Compare records, quota and hosts of all cells."),
    CELLPLANE_HOSTS_LIST("cellplane:hosts:list", ADMIN, "List hosts with what they hold, owe and report."),
    CELLPLANE_HOSTS_RETIRE("cellplane:hosts:retire", ADMIN, "Retire a host for good."),
    CELLPLANE_HOSTS_STRIKE_DEBTS(
            "cellplane:hosts:strike_debts", ADMIN, "Strike what a host owes that does not come back."),
    CELLPLANE_HOSTS_APPROVE("cellplane:hosts:approve", ADMIN, "Offer as much of a host as it reports."),
    CELLPLANE_HOSTS_MOVE("cellplane:hosts:move", ADMIN, "Move an empty host to another cell."),
    CELLPLANE_CELLS_LIST("cellplane:cells:list", ADMIN, "List cells."),
    CELLPLANE_CELLS_SHOW("cellplane:cells:show", ADMIN, "Show what a cell has, and whether it answers."),
    CELLPLANE_CELLS_CREATE("cellplane:cells:create", ADMIN, "Create a cell."),
    CELLPLANE_CELLS_UPDATE("cellplane:cells:update", ADMIN, "Change a cell's addresses and credentials."),
    CELLPLANE_CELLS_DELETE("cellplane:cells:delete", ADMIN, "Delete a cell that is empty."),
    CELLPLANE_CELLS_DISABLE("cellplane:cells:disable", ADMIN, "Have no more servers placed in a cell."),
    CELLPLANE_CELLS_ENABLE("cellplane:cells:enable", ADMIN, "Have servers placed in a cell again."),
    CELLPLANE_CELLS_VERIFY("cellplane:cells:verify", ADMIN, "Compare what is said of a cell in all places."),
    CELLPLANE_SERVERS_CELL("cellplane:servers:cell", ADMIN, "See in which cell a server is."),
    CELLPLANE_FORCE_REVERT("cellplane:force_revert", ADMIN, "Revert a move from a cell that is lost.");

    private final String id;
    private final String standard;
    private final String allows;

    Rule(String id, Rule like, String allows) {
        this(id, "rule:" + like.id, allows);
    }

    Rule(String id, String standard, String allows) {
        this.id = id;
        this.standard = standard;
        this.allows = allows;
    }

    /** As a policy file names it. */
    public String id() {
        return id;
    }

    /** The check that holds when no file replaces it. */
    public String standard() {
        return standard;
    }

    /** A sentence for operators. */
    public String allows() {
        return allows;
    }
}
