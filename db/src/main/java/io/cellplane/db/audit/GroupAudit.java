package io.cellplane.db.audit;

import io.cellplane.db.control.ApiDatabase;
import java.util.List;
import java.util.UUID;

/**
 * Whether the rules of server groups hold (I12), both ends of every move counted, and without members that an administrator
 * has put on a host. Each group is looked at in one view of all its places, so that what is done meanwhile is no finding.
 */
final class GroupAudit {
    private final Findings findings;

    private GroupAudit(Findings findings) {
        this.findings = findings;
    }

    static void of(ApiDatabase api, Findings findings, int most) {
        GroupAudit audit = new GroupAudit(findings);
        int from = 0;
        List<Integer> groups = api.serverGroups().idsAfter(from, most);
        while (!groups.isEmpty()) {
            int to = groups.getLast();
            api.serverGroups().crowded(from, to).forEach(audit::crowded);
            api.serverGroups().scattered(from, to).forEach(audit::scattered);
            from = to;
            groups = api.serverGroups().idsAfter(from, most);
        }
    }

    private void crowded(UUID group) {
        find("server group " + group + " has more members on a host than may share one");
    }

    private void scattered(UUID group) {
        find("server group " + group + " has members on several hosts that are to share one");
    }

    private void find(String what) {
        findings.certain(new Finding("I12", what, null, null, null, null));
    }
}
