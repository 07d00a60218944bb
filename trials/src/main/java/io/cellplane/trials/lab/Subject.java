package io.cellplane.trials.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cellplane.standalone.client.ComputeClient;
import io.cellplane.standalone.client.OneServer;
import io.cellplane.standalone.lab.GuestConsole;
import io.cellplane.standalone.lab.GuestConsole.Boot;
import io.cellplane.standalone.lab.LabHost;
import io.cellplane.trials.kill.Until;
import java.time.Duration;

/** A server with a real guest, what is done to it, and how often its disk has been booted. */
final class Subject {
    private static final Duration SAID = Duration.ofMinutes(3);
    /** Longer than a host asks a guest for its card. */
    private static final Duration LET_GO = Duration.ofSeconds(90);

    private static final int GONE = 404;
    /** What the guest says before it is off, if it was asked to go. */
    private static final String OFF = "cellplane: off";

    private final Stage stage;
    private final OneServer server;
    private final String marker;
    private int boots;
    private int typed;

    /** Of a server, and of its guest. */
    record Card(String port, String address) {}

    private Subject(Stage stage, OneServer server, String marker) {
        this.stage = stage;
        this.server = server;
        this.marker = marker;
    }

    /**
     * Asks for one; its guest has that marker.
     *
     * @param more further lines of its user data
     * @param zone {@code nova:<host>} for one host; empty for any
     */
    static Subject boot(Stage stage, String marker, String flavor, String image, String more, String zone) {
        ObjectNode body = stage.client().server("lab-" + marker, flavor, image, "marker=" + marker + "\n" + more);
        if (!zone.isEmpty()) {
            ((ObjectNode) body.path("server")).put("availability_zone", zone);
        }
        return new Subject(stage, OneServer.boot(stage.client(), body), marker);
    }

    String host() {
        return OneServer.host(server.shown());
    }

    String cell() {
        return OneServer.cell(server.shown());
    }

    String status() {
        return server.shown().path("status").asText();
    }

    /** What the API shows that its host has said of it last: 1 when it runs. */
    int power() {
        return server.shown().path("OS-EXT-STS:power_state").asInt();
    }

    /** Whether anything is being done to it. */
    boolean isIdle() {
        return OneServer.task(server.shown()).isEmpty();
    }

    GuestConsole console() {
        return new GuestConsole(LabHost.of(stage.cloud(), host()), server.id());
    }

    /** As {@code virsh} says it. */
    String state() {
        return LabHost.of(stage.cloud(), host()).state(server.id());
    }

    /** How often it went by itself, since it was asked to, here. */
    int wentItself() {
        return console().count(OFF);
    }

    /** An action that takes nothing. */
    JsonNode act(String key, String status) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putNull(key);
        return act(body, status);
    }

    /** An action that takes one thing. */
    JsonNode act(String key, String name, String value, String status) {
        ObjectNode body = ComputeClient.JSON.createObjectNode();
        body.putObject(key).put(name, value);
        return act(body, status);
    }

    private JsonNode act(ObjectNode body, String status) {
        server.act(body);
        return server.await(status);
    }

    JsonNode await(String status) {
        return server.await(status);
    }

    /** It has come up once more, from the disk that it had. */
    String up() {
        boots++;
        return isUp();
    }

    /** It is up, and was not booted again. */
    String isUp() {
        console().awaitBoot(new Boot(boots, marker), SAID);
        return "boot " + boots + " of " + marker;
    }

    /** Its disk is the one that it had before its last boot. */
    void diskIsTheOneBefore() {
        boots--;
    }

    /** It answers on its console, and is the same that was booted last. */
    String answers() {
        String word = marker + "-" + ++typed;
        console().type("echo cellplane: says $(echo " + word + ")", "cellplane: says " + word, SAID);
        isUp();
        return "answers on its console";
    }

    /** It has one card more, of any network. */
    Card attach() {
        ObjectNode any = ComputeClient.JSON.createObjectNode();
        any.putObject("interfaceAttachment");
        JsonNode card =
                stage.client().compute("POST", interfaces(), any).good().body().path("interfaceAttachment");
        return new Card(
                card.path("port_id").asText(),
                card.at("/fixed_ips/0/ip_address").asText());
    }

    /** It has that card no more, nor its port. */
    void detach(Card card) {
        stage.client().compute("DELETE", interfaces() + "/" + card.port(), null).good();
        String one = interfaces() + "/" + card.port();
        if (!Until.within(LET_GO, () -> stage.client().compute("GET", one, null).status() == GONE)) {
            throw new IllegalStateException("the port of the card " + card + " is still there");
        }
    }

    private String interfaces() {
        return "/servers/" + server.id() + "/os-interface";
    }

    /** What the guest's own kernel calls its cards, and has of them. */
    String cards() {
        String word = marker + "-" + ++typed;
        console().type("echo cellplane: $(echo " + word + ") has $(ls /sys/class/net)", word + " has ", SAID);
        return console().lines().stream()
                .filter(line -> line.contains(word + " has "))
                .map(line -> line.replaceFirst(".* has ", "").strip())
                .reduce("", (_, last) -> last);
    }

    /** The guest asks for the address of that card, and gets it. */
    void asksForAddress(String device, Card card) {
        console()
                .type(
                        "ip link set " + device + " up; udhcpc -q -n -i " + device + " -s /bin/address",
                        "cellplane: address " + card.address() + " on " + device,
                        SAID);
    }

    void delete() {
        server.delete();
    }
}
