package io.cellplane.compute.image;

import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.failure.Refused;
import io.cellplane.contracts.host.BaseImage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What an image's data must hash to, by the best algorithm of those declared.
 *
 * @param value in hexadecimal, lower case
 */
public record DeclaredHash(String algorithm, String value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32,128}");
    private static final List<String> BEST_FIRST =
            List.of("sha512", "sha3-512", "sha384", "sha3-384", "sha256", "sha3-256", "md5");

    /** @throws Refused when nothing is declared that could be compared */
    public static DeclaredHash of(BaseImage image) {
        return BEST_FIRST.stream()
                .filter(image.hashes()::containsKey)
                .map(best -> new DeclaredHash(
                        best, image.hashes().getOrDefault(best, "").toLowerCase(Locale.ROOT)))
                .filter(hash -> HEX.matcher(hash.value).matches())
                .findFirst()
                .orElseThrow(() -> Failure.IMAGE_UNACCEPTABLE.refused(
                        image.image(), "the image service tells no hash of its data that hosts know"));
    }

    MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm.replaceFirst("^sha(?!3)", "sha-"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isOf(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest()).equals(value);
    }
}
