package io.cellplane.db.audit;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.OperationRow;
import io.cellplane.db.control.QuotaClaimRow;
import io.cellplane.db.control.QuotaSumRow;
import io.cellplane.db.control.QuotaUsageRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares quota claims with the servers that live, and each project's usage with the sum of its claims (I7). */
final class QuotaAudit {
    private final ApiDatabase api;
    private final MoveAudit moves;
    private final Findings findings;
    private final Instant began;
    private final int most;
    /** By project: servers, cores, MiB. */
    private final Map<String, long[]> sums = new HashMap<>();

    QuotaAudit(ApiDatabase api, MoveAudit moves, Findings findings, Instant began, int most) {
        this.api = api;
        this.moves = moves;
        this.findings = findings;
        this.began = began;
        this.most = most;
    }

    void claims(Slice slice, Map<UUID, Copy> copies) {
        Set<UUID> claimed = new HashSet<>();
        slice.claims().forEach(claim -> {
            claimed.add(claim.consumer());
            add(claim);
        });
        ofNobody(slice)
                .forEach(claim ->
                        findings.find("I7", "quota is claimed for a server that is gone", claim.consumer(), null));
        slice.claims().forEach(claim -> {
            Copy copy = copies.get(claim.consumer());
            if (copy != null && !moves.isWaiting(claim.consumer())) {
                compare(claim, copy);
            }
        });
        copies.forEach((server, copy) -> {
            if (!claimed.contains(server)) {
                findings.find("I7", "it claims no quota", server, copy.cell());
            }
        });
    }

    private void add(QuotaClaimRow claim) {
        long[] sum = sums.computeIfAbsent(claim.projectId(), project -> new long[3]);
        sum[0] += claim.instances();
        sum[1] += claim.cores();
        sum[2] += claim.ram();
    }

    /** An operation that has begun since may be a consumer too, and is no server. */
    private List<QuotaClaimRow> ofNobody(Slice slice) {
        List<QuotaClaimRow> claims = slice.claims().stream()
                .filter(claim -> !slice.mappings().containsKey(claim.consumer()) && !moves.owns(claim))
                .toList();
        Set<UUID> meanwhile =
                Pages.of(claims.stream().map(QuotaClaimRow::consumer).toList(), most, api.operations()::findAll)
                        .stream()
                        .filter(row -> row.isOpen() || !row.updatedAt().isBefore(began))
                        .map(OperationRow::id)
                        .collect(Collectors.toSet());
        return claims.stream()
                .filter(claim -> !meanwhile.contains(claim.consumer()))
                .toList();
    }

    private void compare(QuotaClaimRow claim, Copy copy) {
        FlavorSpec flavor = copy.flavor();
        if (flavor != null
                && (claim.instances() != 1 || claim.cores() != flavor.vcpus() || claim.ram() != flavor.memoryMb())) {
            findings.find(
                    "I7",
                    "it claims " + claim.cores() + " cores and " + claim.ram() + " MiB of quota, its flavor has "
                            + flavor.vcpus() + " and " + flavor.memoryMb(),
                    claim.consumer(),
                    copy.cell());
        }
    }

    /** After all claims; they change while they are read, so each difference is looked at again. */
    void usage() {
        Set<String> differ = new HashSet<>(sums.keySet());
        Pages.<QuotaUsageRow>all(most, last -> api.quota().usagesAfter(last == null ? "" : last.projectId(), most))
                .forEach(used -> {
                    long[] sum = sums.getOrDefault(used.projectId(), new long[3]);
                    if (Arrays.equals(sum, new long[] {used.instances(), used.cores(), used.ram()})) {
                        differ.remove(used.projectId());
                    } else {
                        differ.add(used.projectId());
                    }
                });
        differ.stream().map(api.quota()::sumOf).forEach(this::compare);
    }

    private void compare(QuotaSumRow now) {
        long[] sum = {now.claimedInstances(), now.claimedCores(), now.claimedRam()};
        QuotaUsageRow used = new QuotaUsageRow(now.projectId(), now.instances(), now.cores(), now.ram());
        if (!Arrays.equals(sum, new long[] {used.instances(), used.cores(), used.ram()})) {
            findings.find(
                    "I7",
                    "project " + now.projectId() + " is said to use " + used + ", its claims sum up to "
                            + Arrays.toString(sum),
                    null,
                    null);
        }
    }
}
