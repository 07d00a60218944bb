package io.cellplane.db.audit;

import io.cellplane.contracts.host.GuestFact;
import io.cellplane.contracts.host.KeptFact;
import io.cellplane.db.control.ApiDatabase;
import io.cellplane.db.control.DebtRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the hosts have told, by server, and what was owed to them before they were asked. */
final class Hosts {
    private final Map<String, HostGuests> byName = new LinkedHashMap<>();
    private final Set<Owed> owed;
    private final Ordered<Told<GuestFact>> guests;
    private final Ordered<Told<KeptFact>> kept;

    /** What a host told. */
    record Told<F>(HostGuests host, F fact) {}

    private record Owed(UUID server, String host) {}

    private Hosts(List<HostGuests> told, Set<Owed> owed) {
        told.forEach(host -> byName.put(host.host(), host));
        this.owed = owed;
        this.guests = new Ordered<>(
                told.stream().flatMap(Hosts::guestsOf).toList(),
                one -> one.fact().server());
        this.kept = new Ordered<>(
                told.stream()
                        .flatMap(host -> host.kept().stream().map(fact -> new Told<>(host, fact)))
                        .toList(),
                one -> one.fact().server());
    }

    private static Stream<Told<GuestFact>> guestsOf(HostGuests host) {
        List<GuestFact> guests = host.guests();
        return guests == null ? Stream.of() : guests.stream().map(fact -> new Told<>(host, fact));
    }

    static Hosts ask(ApiDatabase api, Supplier<List<HostGuests>> hosts, int most) {
        Set<Owed> owed = Pages.<DebtRow>all(
                        most,
                        last -> last == null
                                ? api.debts().after("", Span.LAST, Span.LAST, most)
                                : api.debts()
                                        .after(
                                                last.server().toString(),
                                                last.id().toString(),
                                                Span.LAST,
                                                most))
                .stream()
                .flatMap(debt -> Stream.ofNullable(debt.host()).map(host -> new Owed(debt.server(), host)))
                .collect(Collectors.toSet());
        return new Hosts(hosts.get(), owed);
    }

    Map<UUID, List<Told<GuestFact>>> guests(Span span) {
        return guests.in(span);
    }

    Map<UUID, List<Told<KeptFact>>> kept(Span span) {
        return kept.in(span);
    }

    boolean isMapped(String host) {
        return byName.containsKey(host);
    }

    boolean hasAnswered(String host) {
        HostGuests told = byName.get(host);
        return told != null && told.guests() != null;
    }

    /** Of a host that has answered. */
    Optional<HostGuests> answerOf(String cell, String host) {
        return Optional.ofNullable(byName.get(host))
                .filter(told -> told.guests() != null && told.cell().equals(cell));
    }

    /** Whether something of the server is still to be cleaned there, or to come back. */
    boolean isOwed(UUID server, HostGuests host) {
        return owed.contains(new Owed(server, host.host()));
    }

    List<NotAsked> silent() {
        return byName.values().stream()
                .filter(host -> host.guests() == null)
                .map(host -> new NotAsked(host.cell(), host.host()))
                .toList();
    }

    int answered() {
        return byName.size() - silent().size();
    }
}
