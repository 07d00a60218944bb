package io.cellplane.standins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Which addresses are taken: kept beside the ports, built from them at start. Callers hold the store's lock. */
final class Addresses {
    private final Map<String, Pool> pools = new HashMap<>();
    private final Set<String> macs = new HashSet<>();

    private static final class Pool {
        private final Cidr cidr;
        private final BitSet taken = new BitSet();
        private int cursor;

        Pool(Cidr cidr) {
            this.cidr = cidr;
        }

        /** The next free place from the last one on, so that an address does not come back at once; or -1. */
        int next() {
            int last = cidr.size() - (cidr.version() == 4 && cidr.size() > 2 ? 1 : 0);
            int place = taken.nextClearBit(cursor);
            if (place >= last) {
                place = taken.nextClearBit(0);
            }
            cursor = place + 1;
            return place < last ? place : -1;
        }
    }

    /** A subnet's own address, its gateway and (version 4) its broadcast are never given out. */
    void add(ObjectNode subnet) {
        Pool pool = new Pool(Cidr.of(subnet.path("cidr").asText()));
        pool.taken.set(0);
        int gateway = pool.cidr.placeOf(subnet.path("gateway_ip").asText(""));
        if (gateway > 0) {
            pool.taken.set(gateway);
        }
        pools.put(subnet.path("id").asText(), pool);
    }

    void forget(String subnet) {
        pools.remove(subnet);
    }

    /** What a port loaded at start holds. */
    void hold(ObjectNode port) {
        macs.add(port.path("mac_address").asText());
        port.path("fixed_ips").forEach(ip -> mark(ip, true));
    }

    void free(ObjectNode port) {
        macs.remove(port.path("mac_address").asText());
        freeIps(port);
    }

    void freeIps(ObjectNode port) {
        port.path("fixed_ips").forEach(ip -> mark(ip, false));
    }

    private void mark(JsonNode ip, boolean taken) {
        Pool pool = pools.get(ip.path("subnet_id").asText());
        int place = pool == null ? -1 : pool.cidr.placeOf(ip.path("ip_address").asText());
        if (pool != null && place >= 0) {
            pool.taken.set(place, taken);
        }
    }

    /** 409 when nothing is left. */
    String any(String subnet, String network) {
        Pool pool = pools.get(subnet);
        int place = pool == null ? -1 : pool.next();
        if (pool == null || place < 0) {
            throw new WireFailure(
                    409, "IpAddressGenerationFailure", "No more IP addresses available on network " + network + ".");
        }
        pool.taken.set(place);
        return pool.cidr.at(place);
    }

    boolean contains(String subnet, String address) {
        Pool pool = pools.get(subnet);
        return pool != null && pool.cidr.placeOf(address) >= 0;
    }

    /** 409 when it is taken. */
    String just(String subnet, String address) {
        Pool pool = pools.get(subnet);
        int place = pool == null ? -1 : pool.cidr.placeOf(address);
        if (pool == null || place < 0) {
            throw new WireFailure(
                    400,
                    "InvalidIpForSubnet",
                    "IP address " + address + " is not a valid IP for the specified subnet.");
        }
        if (pool.taken.get(place)) {
            throw new WireFailure(
                    409,
                    "IpAddressAlreadyAllocated",
                    "IP address " + address + " already allocated in subnet " + subnet);
        }
        pool.taken.set(place);
        return pool.cidr.at(place);
    }

    String anyMac() {
        String mac;
        do {
            int tail = ThreadLocalRandom.current().nextInt(1 << 24);
            mac = String.format(Locale.ROOT, "fa:16:3e:%02x:%02x:%02x", tail >> 16, (tail >> 8) & 0xff, tail & 0xff);
        } while (!macs.add(mac));
        return mac;
    }

    /** 409 when it is taken. */
    String justMac(String asked) {
        String mac = asked.toLowerCase(Locale.ROOT);
        if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            throw new WireFailure(400, "HTTPBadRequest", "'" + asked + "' is not a valid MAC address.");
        }
        if (!macs.add(mac)) {
            throw new WireFailure(409, "MacAddressInUse", "Unable to complete operation: MAC " + mac + " is in use.");
        }
        return mac;
    }
}
