package io.cellplane.contracts.operation;

import io.cellplane.contracts.Deadlines;
import io.cellplane.contracts.host.Power;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A row of {@link Kind}, as it is written there. */
final class Facts {
    final String action;
    final Flow flow;
    final Function<Deadlines, Duration> deadline;
    String event;
    List<String> begins = List.of();
    List<String> beginsAcross = List.of();
    Set<String> vmStates = Set.of();
    Set<String> tasks = Set.of();

    @Nullable String task;

    @Nullable String told;

    @Nullable Power power;

    Precedence precedence = Precedence.NONE;
    Kind.Lane lane = Kind.Lane.LIFE;
    Repair repair = Repair.AGAIN;
    boolean isAlone;
    boolean isKept;
    boolean endsMove;
    boolean closesWayBack;

    private Facts(String action, Flow flow, String event, Function<Deadlines, Duration> deadline) {
        this.action = action;
        this.flow = flow;
        this.event = event;
        this.deadline = deadline;
    }

    static Facts does(String action, Flow flow, String event, Function<Deadlines, Duration> deadline) {
        return new Facts(action, flow, event, deadline);
    }

    static Facts changes(String action, Power power) {
        Facts facts = does(action, Flow.POWER_SERVER, "compute_" + action + "_instance", Deadlines::power);
        facts.power = power;
        return facts;
    }

    static Facts move(String action) {
        return does(action, Flow.RESIZE_SERVER, ActionEvent.MIGRATE, Deadlines::move)
                .begins(ActionEvent.COLD_MIGRATE, ActionEvent.MIGRATE)
                .alone()
                .repaired(Repair.UNDO);
    }

    /** The end of a move. */
    static Facts end(String action, Flow flow, String event, String across) {
        Facts facts = does(action, flow, event, Deadlines::move).begins(event);
        facts.beginsAcross = List.of(across);
        facts.endsMove = true;
        return facts;
    }

    Facts event(String name) {
        event = name;
        return this;
    }

    Facts begins(String... events) {
        begins = List.of(events);
        beginsAcross = begins;
        return this;
    }

    Facts from(String... states) {
        vmStates = Set.of(states);
        return this;
    }

    Facts during(Set<String> over) {
        tasks = over;
        return this;
    }

    Facts shows(String shown) {
        task = shown;
        told = shown;
        return this;
    }

    /** Its record does not show it: that is what others are told. */
    Facts tells(String instead) {
        told = instead;
        return this;
    }

    Facts comes(Precedence over) {
        precedence = over;
        return this;
    }

    Facts repaired(Repair by) {
        repair = by;
        return this;
    }

    Facts alone() {
        isAlone = true;
        return this;
    }

    /** It only changes what is attached, and shows no task. */
    Facts beside() {
        lane = Kind.Lane.DEVICE;
        return this;
    }

    Facts kept() {
        isKept = true;
        return this;
    }

    Facts closesWayBack() {
        closesWayBack = true;
        return this;
    }
}
