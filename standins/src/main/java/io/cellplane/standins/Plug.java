package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** How hosts plug a port that is bound to them. */
record Plug(String vifType, String bridge) {
    static final Plug OVS = new Plug("ovs", "br-int");

    static Plug bridge(String name) {
        return new Plug("bridge", name);
    }

    ObjectNode details() {
        return Docs.object().put("port_filter", true).put("bridge_name", bridge);
    }
}
