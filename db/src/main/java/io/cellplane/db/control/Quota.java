package io.cellplane.db.control;

import io.cellplane.contracts.server.FlavorSpec;
import io.cellplane.db.Database;
import java.util.List;
import java.util.Map;
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

    /** The most that there may be; a negative number is no limit; ram in MiB. */
    public record Limits(int instances, int cores, int ram) {
        public static Limits none() {
            return new Limits(-1, -1, -1);
        }

        static Limits of(Map<QuotaResource, Integer> limits) {
            return new Limits(
                    limits.getOrDefault(QuotaResource.INSTANCES, -1),
                    limits.getOrDefault(QuotaResource.CORES, -1),
                    limits.getOrDefault(QuotaResource.RAM, -1));
        }
    }

    /** What is used beside its limits: of a project, or of one of its users. */
    public record Level(QuotaUsageRow used, Limits limits) {}

    /** What a project uses now; nothing used when it is unknown. */
    public QuotaUsageRow usageOf(String project) {
        return usage.find(project).orElse(new QuotaUsageRow(project, 0, 0, 0));
    }

    /** What one user uses of it. */
    public QuotaUsageRow usageOf(String project, String user) {
        return claims.sumOf(project, user);
    }

    /** Holds the project's usage until the transaction ends: nobody takes of its quota meanwhile. */
    public QuotaUsageRow hold(String project) {
        return usage.lock(project).orElseGet(() -> first(project));
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
     * the accepting transaction: it holds the project's row until that commits, and asks for the limits only then.
     *
     * @return how many fit, and beside what they were to fit
     */
    public Taken take(
            String project, String user, FlavorSpec flavor, List<UUID> servers, int least, LimitSource limits) {
        QuotaUsageRow used = hold(project);
        List<Level> levels = levels(used, user, limits.of(project, user));
        int fit = fit(levels, flavor, servers.size());
        if (fit < Math.max(1, least)) {
            return new Taken(0, levels);
        }
        usage.add(project, fit, fit * flavor.vcpus(), (long) fit * flavor.memoryMb());
        claims.saveAll(IntStream.range(0, fit)
                .mapToObj(i -> new QuotaClaimRow(servers.get(i), project, user, 1, flavor.vcpus(), flavor.memoryMb()))
                .toList());
        return new Taken(fit, levels);
    }

    /** How many of so many servers fit beside what is used; nothing is taken. */
    public Taken look(String project, String user, FlavorSpec flavor, int servers, QuotaLimits limits) {
        List<Level> levels = levels(usageOf(project), user, limits);
        return new Taken(fit(levels, flavor, servers), levels);
    }

    /** A user is looked at beside its project where it has limits of its own. */
    private List<Level> levels(QuotaUsageRow used, String user, QuotaLimits limits) {
        Level whole = new Level(used, Limits.of(limits.project()));
        Limits own = Limits.of(limits.own());
        return own.equals(Limits.none())
                ? List.of(whole)
                : List.of(whole, new Level(usageOf(used.projectId(), user), own));
    }

    private static int fit(List<Level> levels, FlavorSpec flavor, int servers) {
        int fit = servers;
        for (Level level : levels) {
            fit = Math.min(fit, room(level.limits().instances(), level.used().instances(), 1));
            fit = Math.min(fit, coresRoom(level, flavor.vcpus()));
            fit = Math.min(fit, ramRoom(level, flavor.memoryMb()));
        }
        return fit;
    }

    /**
     * Takes more for a server that is to grow, under a consumer of its own until it has.
     *
     * @param user whose the server is
     * @return {@code servers} is 1 when it fits, else 0
     */
    public Taken takeMore(UUID consumer, String project, String user, int cores, int ram, LimitSource limits) {
        QuotaUsageRow used = hold(project);
        List<Level> levels = levels(used, user, limits.of(project, user));
        if (levels.stream().anyMatch(level -> coresRoom(level, cores) < 1 || ramRoom(level, ram) < 1)) {
            return new Taken(0, levels);
        }
        usage.add(project, 0, cores, ram);
        claims.saveAll(List.of(new QuotaClaimRow(consumer, project, user, 0, cores, ram)));
        return new Taken(1, levels);
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

    /** @param levels the project, and its user where that has limits of its own, as they were found */
    public record Taken(int servers, List<Level> levels) {}

    /** Gives back what the server holds, once: repeating it changes nothing. Belongs in the transaction of its end. */
    public void giveBack(UUID server) {
        claims.lock(server).ifPresent(claim -> {
            claims.remove(server);
            usage.add(claim.projectId(), -claim.instances(), -claim.cores(), -(long) claim.ram());
        });
    }

    /** The sum is kept whatever the limit is; it must stay a number of 32 bits. */
    private static int coresRoom(Level level, int each) {
        int limit = level.limits().cores();
        return room(limit < 0 ? Integer.MAX_VALUE : limit, level.used().cores(), each);
    }

    private static int ramRoom(Level level, int each) {
        return room(level.limits().ram(), level.used().ram(), each);
    }

    private static int room(int limit, long used, int each) {
        if (limit < 0 || each == 0) {
            return Integer.MAX_VALUE;
        }
        return (int) Math.max(0, (limit - used) / each);
    }
}
