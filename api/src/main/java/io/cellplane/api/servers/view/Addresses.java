package io.cellplane.api.servers.view;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Checks of addresses as text; nothing is ever looked up. */
public final class Addresses {
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6_ALPHABET = Pattern.compile("[0-9a-fA-F:.]{2,45}");

    private Addresses() {}

    public static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    public static boolean isV6(String text) {
        return bytesOfV6(text) != null;
    }

    /** The one form of an address of version 6, whichever it came in (RFC 5952); what is none stays as it is. */
    public static String canonical(String text) {
        byte[] bytes = bytesOfV6(text);
        if (bytes == null) {
            return text;
        }
        if (bytes.length == 4) {
            return "::ffff:" + dotted(bytes, 0);
        }
        int[] words = new int[8];
        for (int i = 0; i < 8; i++) {
            words[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
        }
        int from = -1;
        int most = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && words[end] == 0) {
                end++;
            }
            if (end - i > most) {
                from = i;
                most = end - i;
            }
        }
        if (from == 0 && most == 6) {
            return "::" + dotted(bytes, 12);
        }
        return from < 0 ? hex(words, 0, 8) : hex(words, 0, from) + "::" + hex(words, from + most, 8);
    }

    private static String hex(int[] words, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(words[i]))
                .collect(Collectors.joining(":"));
    }

    private static String dotted(byte[] bytes, int from) {
        return IntStream.range(from, from + 4)
                .mapToObj(i -> String.valueOf(bytes[i] & 0xff))
                .collect(Collectors.joining("."));
    }

    /** Four of them for one of version 4 within version 6. */
    private static byte @Nullable [] bytesOfV6(String text) {
        if (text.indexOf(':') < 0 || !V6_ALPHABET.matcher(text).matches()) {
            return null;
        }
        try {
            // With a colon and this alphabet it is a literal: parsed, or refused, without asking anybody.
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
