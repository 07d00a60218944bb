package io.cellplane.standins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @Test
    void places_and_addresses_are_each_others_inverse() {
        for (String range : new String[] {"10.0.0.0/16", "255.255.255.0/24", "0.0.0.0/0", "fd00::/64"}) {
            Cidr cidr = Cidr.of(range);
            for (int place : new int[] {0, 1, 200}) {
                assertThat(cidr.placeOf(cidr.at(place))).isEqualTo(place);
            }
        }
        assertThat(Cidr.of("fd00::/64").at(1)).isEqualTo("fd00::1");
        assertThat(Cidr.of("fd00::/64").placeOf("fd00:0:0:0:0:0:0:1")).isEqualTo(1);
        assertThat(Cidr.of("10.0.0.9/8").at(0)).isEqualTo("10.0.0.0");
        assertThat(Cidr.of("10.0.0.0/16").placeOf("10.1.0.0")).isEqualTo(-1);
        assertThat(Cidr.of("10.0.0.0/16").placeOf("fd00::1")).isEqualTo(-1);
    }

    @Test
    void a_big_range_is_counted_to_a_million_and_one_address_is_a_range() {
        assertThat(Cidr.of("10.0.0.0/30").size()).isEqualTo(4);
        assertThat(Cidr.of("10.0.0.0/8").size()).isEqualTo(1 << 20);
        assertThat(Cidr.of("10.0.0.0/8").placeOf("10.16.0.0")).isEqualTo(-1);
        assertThat(Cidr.of("10.0.0.7")).isEqualTo(Cidr.of("10.0.0.7/32"));
        assertThat(Cidr.of("10.0.0.7").prefix()).isEqualTo(32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "9.255.255.255", "10.0.0.1/16", "10.0.0", "10.0.0.1-2", "10.0.*.*", "167772161"})
    void what_is_no_address_inside_has_no_place(String text) {
        assertThat(Cidr.of("10.0.0.0/16").placeOf(text)).isEqualTo(-1);
    }

    @Test
    void ranges_overlap_when_one_holds_the_other() {
        assertThat(Cidr.of("10.0.0.0/8").overlaps(Cidr.of("10.9.0.0/16"))).isTrue();
        assertThat(Cidr.of("10.8.0.0/16").overlaps(Cidr.of("10.9.0.0/16"))).isFalse();
        assertThat(Cidr.of("::/0").overlaps(Cidr.of("10.9.0.0/16"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/a",
                "example.org/8",
                "10.0.0.*",
                "10.0.0.0-9",
                "10.0.0.0/255.0.0.0",
                "/8",
                "*",
                "10.0"
            })
    void nonsense_is_400(String text) {
        assertThatThrownBy(() -> Cidr.of(text)).isInstanceOf(WireFailure.class);
    }
}
