package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.DiskOffer;
import io.cellplane.contracts.host.Grant;
import io.cellplane.contracts.host.GuestLaunch;
import io.cellplane.contracts.host.GuestPort;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.GuestTold;
import io.cellplane.contracts.host.Order;
import io.cellplane.contracts.host.Power;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.RootImage;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.Ec2Ids;
import io.cellplane.contracts.server.PowerState;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void carries_a_command_whole() {
        UUID id = UUID.randomUUID();
        GuestSpec guest = new GuestSpec(
                id,
                "n",
                "n",
                "p",
                1,
                2,
                3,
                0,
                0,
                null,
                Map.of("a", "b"),
                List.of(),
                Map.of(),
                null,
                null,
                "dXNlcg==",
                "pw",
                true,
                new GuestLaunch(
                        1,
                        "r-1",
                        null,
                        "small",
                        List.of(new GuestLaunch.InjectedFile("/etc/motd", "ZmlsZQ==")),
                        Map.of(),
                        new GuestTold("x509", Ec2Ids.of(26, 3L, null, null), List.of("default"))));
        Grant grant = new Grant(URI.create("http://images/v2/images/1/file"), "secret");
        List<Order> orders = List.of(
                new Order.Spawn(guest, new RootImage(id, grant, "raw", 5, "ab", 2), true),
                new Order.Destroy(),
                new Order.Remove(),
                new Order.Change(Power.HARD_REBOOT),
                new Order.Leave(),
                new Order.Receive(
                        guest, id, "h1", false, new DiskOffer("10.0.0.1", 7410, "secret", Map.of(DiskOffer.ROOT, 7L))),
                new Order.Upload(id, id, grant, grant, "qcow2", true),
                new Order.Offer(id, "secret", 5),
                new Order.Discard(id),
                new Order.Restore(id, true),
                new Order.Plug(new GuestPort(
                        id,
                        id,
                        "fa:16:3e:00:00:05",
                        List.of("10.0.0.5"),
                        null,
                        1450,
                        List.of(),
                        "uplink",
                        List.of("172.24.4.9"))),
                new Order.Unplug(id));
        assertThat(orders).extracting(Order::verb).containsExactlyInAnyOrder(Verb.values());
        for (Order order : orders) {
            Command command = new Command(order.verb(), id, "step", 2, false, id, 7, 9, 1000, "req-1", order);
            assertThat(Wire.decode(Wire.encode(command), Command.class)).isEqualTo(command);
            assertThat(command.toString()).doesNotContain("secret", "dXNlcg==", "pw", "ZmlsZQ==");
        }
        Command undo = new Command(Verb.LEAVE, id, "leave", 2, true, id, 7, 9, 1000, "req-1", null);
        assertThat(Wire.decode(Wire.encode(undo), Command.class)).isEqualTo(undo);
        Reply reply = Reply.done(Map.of("power_state", "1"));
        assertThat(Wire.decode(Wire.encode(reply), Reply.class)).isEqualTo(reply);
        GuestPowers powers = new GuestPowers("h", "c", id, 1, Map.of(id, PowerState.RUNNING));
        assertThat(Wire.decode(Wire.encode(powers), GuestPowers.class)).isEqualTo(powers);
    }

    @Test
    void reads_what_another_version_wrote() {
        Reply reply = Wire.decode(bytes("{\"state\":\"EXPLODED\",\"news\":{\"a\":[1]}}"), Reply.class);
        assertThat(reply.state()).isNull();
        assertThat(reply.outcome()).isEmpty();
        Command command = Wire.decode(
                bytes("{\"verb\":\"TELEPORT\",\"order\":{\"to\":\"teleport\",\"where\":1}}"), Command.class);
        assertThat(command.verb()).isNull();
        assertThat(command.order()).isNull();
        Command change = Wire.decode(
                bytes("{\"verb\":\"POWER\",\"order\":{\"to\":\"power\",\"power\":\"HIBERNATE\"}}"), Command.class);
        assertThat(change.order())
                .isInstanceOf(Order.Change.class)
                .extracting("power")
                .isNull();
        Order older = Wire.decode(bytes("{\"order\":{\"to\":\"upload\",\"format\":\"raw\"}}"), Command.class)
                .order();
        assertThat(older)
                .isInstanceOfSatisfying(
                        Order.Upload.class,
                        upload -> assertThat(upload.withUefi()).isFalse());
        assertThat(Wire.decode(bytes("{\"size\":5}"), RootImage.class).uefi()).isZero();
    }

    @Test
    void says_nothing_of_a_content_that_it_cannot_read() {
        byte[] bad = bytes("{\"attempt\":\"secret\"}");
        assertThatThrownBy(() -> Wire.decode(bad, Command.class))
                .isInstanceOf(Unreadable.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThatThrownBy(() -> Wire.decode(bytes("null"), Command.class)).isInstanceOf(Unreadable.class);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
