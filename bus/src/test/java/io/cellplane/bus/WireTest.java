package io.cellplane.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cellplane.contracts.host.Command;
import io.cellplane.contracts.host.GuestPowers;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.contracts.host.Reply;
import io.cellplane.contracts.host.Verb;
import io.cellplane.contracts.server.PowerState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireTest {
    @Test
    void carriesAcommandWhole() {
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
                true);
        Command command = new Command(Verb.SPAWN, id, "spawn", 2, false, id, 7, 1000, "req-1", guest);
        assertThat(Wire.decode(Wire.encode(command), Command.class)).isEqualTo(command);
        Reply reply = Reply.done(Map.of("power_state", "1"));
        assertThat(Wire.decode(Wire.encode(reply), Reply.class)).isEqualTo(reply);
        GuestPowers powers = new GuestPowers("h", "c", id, 1, Map.of(id, PowerState.RUNNING));
        assertThat(Wire.decode(Wire.encode(powers), GuestPowers.class)).isEqualTo(powers);
    }

    @Test
    void readsWhatAnotherVersionWrote() {
        Reply reply = Wire.decode(bytes("{\"state\":\"EXPLODED\",\"news\":{\"a\":[1]}}"), Reply.class);
        assertThat(reply.state()).isNull();
        assertThat(reply.outcome()).isEmpty();
    }

    @Test
    void saysNothingOfAcontentThatItCannotRead() {
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
