package io.cellplane.standins;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.math.BigInteger;

/** A range of addresses; a place in it is counted from its base. */
record Cidr(IPAddress block) {
    private static final IPAddressStringParameters RANGE = form(true);
    private static final IPAddressStringParameters ADDRESS = form(false);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(20);

    private static IPAddressStringParameters form(boolean withPrefix) {
        return new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowMask(false)
                .allowPrefix(withPrefix)
                .allowPrefixOnly(false)
                .allowWildcardedSeparator(false)
                .allow_inet_aton(false)
                .setRangeOptions(RangeParameters.NO_RANGE)
                .toParams();
    }

    /** 400 for what is none. */
    static Cidr of(String text) {
        try {
            return new Cidr(new IPAddressString(text, RANGE).toAddress().toPrefixBlock());
        } catch (AddressStringException e) {
            throw new WireFailure(400, "HTTPBadRequest", "Invalid input: '" + text + "' is not a valid IP subnet.");
        }
    }

    int version() {
        return block.isIPv4() ? 4 : 6;
    }

    int prefix() {
        Integer prefix = block.getNetworkPrefixLength();
        return prefix == null ? block.getBitCount() : prefix;
    }

    /** How many addresses are counted: those of a big range are counted to a million. */
    int size() {
        return block.getCount().min(MOST).intValue();
    }

    String at(int place) {
        return block.getLower().withoutPrefixLength().increment(place).toCanonicalString();
    }

    /** The place of an address, or -1 when it is not in here. */
    int placeOf(String address) {
        try {
            BigInteger place = block.enumerate(new IPAddressString(address, ADDRESS).toAddress());
            boolean inside = place != null && place.signum() >= 0 && place.bitLength() < 31;
            return inside && place.intValue() < size() ? place.intValue() : -1;
        } catch (AddressStringException e) {
            return -1;
        }
    }

    boolean overlaps(Cidr other) {
        return block.overlaps(other.block);
    }
}
