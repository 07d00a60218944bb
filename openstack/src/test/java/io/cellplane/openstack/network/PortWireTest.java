package io.cellplane.openstack.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortWireTest {
    private static Port read(String json) throws JsonProcessingException {
        return PortWire.read(new ObjectMapper().readTree(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|false",
                "{'resource_request': null}|false",
                "{'resource_request': {}}|false",
                "{'resource_request': {'request_groups': [], 'same_subtree': []}}|false",
                "{'resource_request': {'request_groups': [{'id': 'a'}]}}|true",
                "{'resource_request': {'required': ['CUSTOM_A'], 'resources': {'NET_BW_EGR_KILOBIT_PER_SEC': 1}}}|true",
            })
    void what_a_port_wants_of_its_host_is_read_in_both_forms(String json, boolean requests) throws Exception {
        assertThat(read(json).resourceRequest()).isEqualTo(requests);
    }

    @Test
    void what_it_is_plugged_into_and_whether_it_is_within_another_is_read() throws Exception {
        Port direct = read("{'binding:vnic_type': 'direct', 'device_owner': 'trunk:subport'}");
        assertThat(direct.vnicType()).isEqualTo("direct");
        assertThat(direct.isWithinAnother()).isTrue();
        Port plain = read("{'device_owner': 'compute:nova'}");
        assertThat(plain.vnicType()).isEqualTo("normal");
        assertThat(plain.isWithinAnother()).isFalse();
    }
}
