package io.cellplane.trials.lab;

import io.cellplane.standalone.client.CellLeaving;
import io.cellplane.standalone.lab.LabCloud;
import io.cellplane.trials.kill.Until;
import java.time.Duration;
import java.util.List;

/** One server through every operation that there is, with a look at its guest after each. */
final class Walk {
    private static final Duration SAID = Duration.ofSeconds(30);
    private static final String ACTIVE = "ACTIVE";
    private static final String MOVED = "VERIFY_RESIZE";

    private final Stage stage;
    private final List<String> flavors;
    private final Subject guest;
    private int resizes;
    private Subject.Card card = new Subject.Card("", "");

    /** @param flavors two, of which a resize takes the other one */
    Walk(Stage stage, List<String> flavors) {
        this.stage = stage;
        this.flavors = flavors;
        this.guest = Subject.boot(stage, "walker", flavors.getFirst(), LabCloud.IMAGE, "", "");
    }

    void run() {
        // What comes after a failure would tell nothing more.
        if (boot() && cards() && power() && within() && across() && cardAfterMoves()) {
            stage.play("reset state of a move", () -> {
                String before = guest.host();
                guest.act("migrate", MOVED);
                guest.up();
                guest.act("os-resetState", "state", "active", ACTIVE);
                must("elsewhere", !guest.host().equals(before));
                return guest.isUp() + ", and nothing kept";
            });
        }
        stage.play("delete", () -> {
            guest.delete();
            return "nothing is left";
        });
    }

    private boolean boot() {
        return stage.play("boot", () -> {
            guest.await(ACTIVE);
            return guest.up();
        });
    }

    private boolean cards() {
        return stage.play("attach a card", () -> {
                    card = guest.attach();
                    has("eth0 eth1 lo");
                    guest.asksForAddress("eth1", card);
                    return "its kernel has eth1, which has its address";
                })
                && stage.play("detach the card", () -> {
                    guest.detach(card);
                    has("eth0 lo");
                    return "its kernel has let go of eth1, and was not booted again";
                })
                && stage.play("attach a card, again", () -> {
                    card = guest.attach();
                    has("eth0 eth1 lo");
                    return "it stays through all that follows";
                });
    }

    private boolean power() {
        return stage.play("stop", () -> {
                    int before = guest.wentItself();
                    guest.act("os-stop", "SHUTOFF");
                    is("shut off");
                    must("gone by itself", guest.wentItself() == before + 1);
                    return "heard its power button";
                })
                && stage.play("start", () -> {
                    guest.act("os-start", ACTIVE);
                    return guest.up();
                })
                && stage.play("reboot, soft", () -> {
                    int before = guest.wentItself();
                    guest.act("reboot", "type", "SOFT", ACTIVE);
                    must("gone by itself", guest.wentItself() == before + 1);
                    return guest.up() + ", heard its power button";
                })
                && stage.play("reboot, hard", () -> {
                    int before = guest.wentItself();
                    guest.act("reboot", "type", "HARD", ACTIVE);
                    must("cut off", guest.wentItself() == before);
                    return guest.up() + ", not asked";
                })
                && stage.play("pause", () -> {
                    guest.act("pause", "PAUSED");
                    return is("paused");
                })
                && stage.play("unpause", () -> {
                    guest.act("unpause", ACTIVE);
                    return guest.answers() + ", not booted again";
                })
                && stage.play("suspend", () -> {
                    guest.act("suspend", "SUSPENDED");
                    return is("shut off") + ", its memory kept";
                })
                && stage.play("resume", () -> {
                    guest.act("resume", ACTIVE);
                    return guest.answers() + ", not booted again";
                })
                && stage.play("crash dump", () -> {
                    int before = guest.console().count("NMI");
                    guest.act("trigger_crash_dump", ACTIVE);
                    guest.console().await("NMI", console -> console.count("NMI") > before, SAID);
                    return "its kernel tells of the interrupt";
                });
    }

    private boolean cardAfterMoves() {
        return stage.play("detach it after moves", () -> {
            has("eth0 eth1 lo");
            guest.asksForAddress("eth1", card);
            guest.detach(card);
            has("eth0 lo");
            return "it had its address there, and its kernel has let go of it";
        });
    }

    /** Its kernel finds what was plugged a moment later. */
    private void has(String cards) {
        String[] there = {""};
        boolean has = Until.within(SAID, () -> {
            there[0] = guest.cards();
            return there[0].equals(cards);
        });
        must("with the cards " + cards + " but with " + there[0], has);
        guest.isUp();
    }

    private boolean within() {
        return stage.play("resize in its cell", () -> resize(false))
                && stage.play("revert", () -> revert())
                && stage.play("resize in its cell, again", () -> resize(false))
                && stage.play("confirm", () -> confirm())
                && stage.play("cold migrate", () -> {
                    String before = guest.host();
                    guest.act("migrate", MOVED);
                    must("elsewhere", !guest.host().equals(before));
                    return guest.up() + " on " + guest.host();
                })
                && stage.play("confirm, again", () -> confirm());
    }

    private boolean across() {
        return stage.play("resize across cells", () -> resize(true))
                && stage.play("revert across cells", () -> revert())
                && stage.play("resize across, again", () -> resize(true))
                && stage.play("confirm across cells", () -> confirm())
                && stage.play("cold migrate across", () -> {
                    String other = stage.cloud().cells().stream()
                            .filter(cell -> !cell.equals(guest.cell()))
                            .findFirst()
                            .orElseThrow();
                    guest.act("migrate", "host", other + "-host1", MOVED);
                    must("in the other cell", guest.cell().equals(other));
                    return guest.up() + " on " + guest.host();
                })
                && stage.play("confirm across, again", () -> confirm());
    }

    private String resize(boolean across) {
        String before = guest.cell();
        String flavor = flavors.get(++resizes % 2);
        if (across) {
            try (CellLeaving _ = new CellLeaving(stage.cloud(), stage.client())) {
                // Placement may take a second to notice.
                Until.pause(Duration.ofSeconds(2));
                guest.act("resize", "flavorRef", flavor, MOVED);
            }
        } else {
            guest.act("resize", "flavorRef", flavor, MOVED);
        }
        must(
                across ? "in the other cell" : "in its cell",
                across != guest.cell().equals(before));
        return guest.up() + " on " + guest.host();
    }

    private String confirm() {
        guest.act("confirmResize", ACTIVE);
        return guest.answers() + ", not booted again";
    }

    private String revert() {
        String before = guest.host();
        guest.act("revertResize", ACTIVE);
        must("back", !guest.host().equals(before));
        resizes--;
        guest.diskIsTheOneBefore();
        return guest.up() + " from the disk before, on " + guest.host();
    }

    private String is(String state) {
        must(state, guest.state().equals(state));
        return "is " + state + " to virsh";
    }

    private static void must(String what, boolean it) {
        if (!it) {
            throw new IllegalStateException("the guest is not " + what);
        }
    }
}
