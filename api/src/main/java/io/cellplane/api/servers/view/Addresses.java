package io.cellplane.api.servers.view;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Checks of addresses as text; nothing is ever looked up. */
public final class Addresses {
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6_ALPHABET = Pattern.compile("[0-9a-fA-F:.]{2,39}");

    private Addresses() {}

    public static boolean isV4(String text) {
        return V4.matcher(text).matches();
    }

    public static boolean isV6(String text) {
        if (text.indexOf(':') < 0 || !V6_ALPHABET.matcher(text).matches()) {
            return false;
        }
        try {
            // With a colon and this alphabet it is a literal: parsed, or refused, without asking anybody.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
