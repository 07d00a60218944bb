package io.cellplane.db.control;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Database;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Quota that is exact: claims are the truth, the usage is their sum, both change in one transaction. */
public final class Quota {
    private final QuotaRows usage;
    private final QuotaClaimRows claims;

    public Quota(Database database) {
        this.usage = database.rows(QuotaRows.class);
        this.claims = database.rows(QuotaClaimRows.class);
    }

    /** The most that a project may have; a negative number is no limit; ram in MiB. */
    public record Limits(int instances, int cores, int ram) {
        public static Limits none() {
            return new Limits(-1, -1, -1);
        }
    }

    /** What a project uses now; nothing used when it is unknown. */
    public QuotaUsageRow usageOf(String project) {
        return usage.find(project).orElse(new QuotaUsageRow(project, 0, 0, 0));
    }

    /** What is said to be used, in the order of the projects: what comes after one. */
    public List<QuotaUsageRow> usagesAfter(String project, int most) {
        return usage.after(project, most);
    }

    /** What the project is said to use, beside what its claims sum up to, at one moment. */
    public QuotaSumRow sumOf(String project) {
        return usage.sumOf(project);
    }

    /**
     * Takes quota for as many servers as fit, from {@code servers.size()} down to {@code least}. Belongs at the end of
     * the accepting transaction: it holds the project's row until that commits.
     *
     * @return how many fit; {@code exceeded} says what stood in the way when not even {@code least} did
     */
    public Taken take(String project, String user, FlavorSpec flavor, List<UUID> servers, int least, Limits limits) {
        QuotaUsageRow used = usage.lock(project).orElseGet(() -> first(project));
        int fit = fit(used, flavor, servers.size(), limits).servers();
        if (fit < Math.max(1, least)) {
            return new Taken(0, used);
        }
        usage.add(project, fit, fit * flavor.vcpus(), (long) fit * flavor.memoryMb());
        claims.saveAll(IntStream.range(0, fit)
                .mapToObj(i -> new QuotaClaimRow(servers.get(i), project, user, 1, flavor.vcpus(), flavor.memoryMb()))
                .toList());
        return new Taken(fit, used);
    }

    /** How many of so many servers fit beside what is used; nothing is taken. */
    public static Taken fit(QuotaUsageRow used, FlavorSpec flavor, int servers, Limits limits) {
        int fit = servers;
        fit = Math.min(fit, room(limits.instances(), used.instances(), 1));
        fit = Math.min(fit, coresRoom(limits, used, flavor.vcpus()));
        fit = Math.min(fit, room(limits.ram(), used.ram(), flavor.memoryMb()));
        return new Taken(fit, used);
    }

    /**
     * Takes more for a server that is to grow, under a consumer of its own until it has.
     *
     * @return {@code servers} is 1 when it fits, else 0
     */
    public Taken takeMore(UUID consumer, String project, String user, int cores, int ram, Limits limits) {
        QuotaUsageRow used = usage.lock(project).orElseGet(() -> first(project));
        if (coresRoom(limits, used, cores) < 1 || room(limits.ram(), used.ram(), ram) < 1) {
            return new Taken(0, used);
        }
        usage.add(project, 0, cores, ram);
        claims.saveAll(List.of(new QuotaClaimRow(consumer, project, user, 0, cores, ram)));
        return new Taken(1, used);
    }

    /** The server holds what this flavor takes, and its operation nothing any more. Repeating it changes nothing. */
    public void settle(UUID server, UUID operation, FlavorSpec flavor) {
        giveBack(operation);
        claims.lock(server).ifPresent(claim -> {
            usage.add(claim.projectId(), 0, flavor.vcpus() - claim.cores(), (long) flavor.memoryMb() - claim.ram());
            claims.resize(server, flavor.vcpus(), flavor.memoryMb());
        });
    }

    /** Only when there is no row: an insert that finds one locks it shared, and two of those deadlock. */
    private QuotaUsageRow first(String project) {
        usage.ensure(project);
        return usage.lock(project).orElseThrow();
    }

    /** @param before the usage that was found */
    public record Taken(int servers, QuotaUsageRow before) {}

    /** Gives back what the server holds, once: repeating it changes nothing. Belongs in the transaction of its end. */
    public void giveBack(UUID server) {
        claims.lock(server).ifPresent(claim -> {
            claims.remove(server);
            usage.add(claim.projectId(), -claim.instances(), -claim.cores(), -(long) claim.ram());
        });
    }

    /** The sum is kept whatever the limit is; it must stay a number of 32 bits. */
    private static int coresRoom(Limits limits, QuotaUsageRow used, int each) {
        return room(limits.cores() < 0 ? Integer.MAX_VALUE : limits.cores(), used.cores(), each);
    }

    private static int room(int limit, long used, int each) {
        if (limit < 0 || each == 0) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.max(0, (limit - used) / each);
    }
}
