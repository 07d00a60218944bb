package io.cellplane.guest;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A range of addresses. */
record Cidr(String network, int prefix) {

    /** @throws IllegalArgumentException for what is none */
    static Cidr of(String text) {
        int slash = text.indexOf('/');
        Cidr cidr = new Cidr(text.substring(0, Math.max(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        int bits = cidr.bytes().length * Byte.SIZE;
        if (cidr.prefix < 0 || cidr.prefix > bits) {
            throw new IllegalArgumentException(text + " is no range of addresses");
        }
        return cidr;
    }

    private byte[] bytes() {
        return bytes(network);
    }

    private static byte[] bytes(String address) {
        return InetAddress.ofLiteral(address).getAddress();
    }

    private byte[] ones() {
        byte[] mask = new byte[bytes().length];
        IntStream.range(0, prefix).forEach(bit -> mask[bit / Byte.SIZE] |= (byte) (0x80 >> (bit % Byte.SIZE)));
        return mask;
    }

    boolean contains(String address) {
        byte[] mask = ones();
        byte[] base = bytes();
        byte[] other = bytes(address);
        return other.length == base.length
                && IntStream.range(0, base.length).allMatch(at -> (base[at] & mask[at]) == (other[at] & mask[at]));
    }

    /** Which bits are the network's, written as an address is. */
    String mask() {
        byte[] mask = ones();
        if (mask.length == 4) {
            return IntStream.range(0, mask.length)
                    .mapToObj(at -> Integer.toString(mask[at] & 0xff))
                    .collect(Collectors.joining("."));
        }
        int[] groups = IntStream.range(0, mask.length / 2)
                .map(at -> ((mask[2 * at] & 0xff) << Byte.SIZE) | (mask[2 * at + 1] & 0xff))
                .filter(group -> group != 0)
                .toArray();
        String ones = Arrays.stream(groups).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
        return groups.length == mask.length / 2 ? ones : ones + "::";
    }
}
