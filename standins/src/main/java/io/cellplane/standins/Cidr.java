package io.cellplane.standins;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses; a place in it is counted from its base. */
record Cidr(BigInteger base, int bits, int prefix) {
    /** 400 for what is none. Never asks a name server. */
    static Cidr of(String text) {
        int slash = text.indexOf('/');
        try {
            byte[] address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash))
                    .getAddress();
            int bits = address.length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw invalid(text);
            }
            int host = bits - prefix;
            BigInteger base = new BigInteger(1, address).shiftRight(host).shiftLeft(host);
            return new Cidr(base, bits, prefix);
        } catch (IllegalArgumentException e) {
            throw invalid(text);
        }
    }

    private static WireFailure invalid(String text) {
        return new WireFailure(400, "HTTPBadRequest", "Invalid input: '" + text + "' is not a valid IP subnet.");
    }

    int version() {
        return bits == 32 ? 4 : 6;
    }

    /** How many addresses are counted: those of a big range are counted to a million. */
    int size() {
        int host = bits - prefix;
        return host >= 20 ? 1 << 20 : 1 << host;
    }

    String at(int place) {
        byte[] bytes = base.add(BigInteger.valueOf(place)).toByteArray();
        byte[] address = new byte[bits / 8];
        int length = Math.min(bytes.length, address.length);
        System.arraycopy(bytes, bytes.length - length, address, address.length - length, length);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The place of an address, or -1 when it is not in here. */
    int placeOf(String address) {
        try {
            byte[] bytes = InetAddress.ofLiteral(address).getAddress();
            BigInteger place = new BigInteger(1, bytes).subtract(base);
            boolean inside = bytes.length * 8 == bits && place.signum() >= 0 && place.bitLength() < 31;
            return inside && place.intValue() < size() ? place.intValue() : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    boolean overlaps(Cidr other) {
        int shift = bits - Math.min(prefix, other.prefix);
        return bits == other.bits && base.shiftRight(shift).equals(other.base.shiftRight(shift));
    }
}
