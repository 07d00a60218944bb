package io.cellplane.openstack.network;

/** An address of a port, out of a subnet. */
public record FixedIp(String subnetId, String address) {
    /** 4 or 6. */
    public int version() {
        return address.indexOf(':') >= 0 ? 6 : 4;
    }
}
