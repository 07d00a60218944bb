package io.cellplane.activities.cell.relay;

import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.server.PowerState;
import io.cellplane.temporal.step.Hosts.Left;
import io.cellplane.temporal.step.Hosts.Offer;
import io.cellplane.temporal.step.Hosts.Uploaded;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a host says that it has done, as workflows know it; what {@link Answers} has let through. */
final class Outcomes {
    private Outcomes() {}

    static Left left(Map<String, String> outcome) {
        return new Left(
                Boolean.parseBoolean(outcome.get(Reply.RAN)),
                Integer.parseInt(outcome.getOrDefault(Reply.ROOT_GB, "0")),
                Long.parseLong(outcome.getOrDefault(Reply.SIZE, "0")),
                Optional.ofNullable(outcome.get(Reply.STORAGE))
                        .map(UUID::fromString)
                        .orElse(null));
    }

    static Uploaded uploaded(Map<String, String> outcome) {
        return new Uploaded(
                Long.parseLong(outcome.getOrDefault(Reply.SIZE, "0")),
                outcome.getOrDefault(Reply.SHA512, ""),
                Long.parseLong(outcome.getOrDefault(Reply.UEFI, "0")));
    }

    static Offer offer(Map<String, String> outcome) {
        Map<String, Long> disks = Stream.of(
                        outcome.getOrDefault(Reply.DISKS, "").split(","))
                .map(disk -> disk.split("="))
                .filter(disk -> disk.length == 2)
                .collect(Collectors.toMap(disk -> disk[0], disk -> Long.valueOf(disk[1]), (first, _) -> first));
        return new Offer(
                outcome.getOrDefault(Reply.ADDRESS, ""),
                Integer.parseInt(outcome.getOrDefault(Reply.PORT, "0")),
                disks);
    }

    /** The last report of its host that may not know what was done; empty where its agent is older. */
    static Optional<Report> reported(Map<String, String> outcome) {
        return Optional.ofNullable(outcome.get(Reply.REPORTED))
                .map(text -> text.split("/"))
                .map(parts -> new Report(UUID.fromString(parts[0]), Long.parseLong(parts[1])));
    }

    record Report(UUID bootId, long number) {}

    static int power(Map<String, String> outcome) {
        String power = outcome.get(Reply.POWER_STATE);
        return power == null ? PowerState.NOSTATE.code() : Integer.parseInt(power);
    }
}
