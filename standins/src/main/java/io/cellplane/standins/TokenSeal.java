package io.cellplane.standins;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens and tells its own: claims and their seal, under a key on disk, so that tokens survive a restart. */
final class TokenSeal {
    private static final String PREFIX = "cellplane-";

    private final SecretKeySpec key;

    TokenSeal(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[32];
            new SecureRandom().nextBytes(fresh);
            Path aside = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(aside);
            Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(aside, fresh);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        }
        key = new SecretKeySpec(Files.readAllBytes(file), "HmacSHA256");
    }

    String token(Claims claims) {
        byte[] body = claims.json().toString().getBytes(StandardCharsets.UTF_8);
        return PREFIX + text(body) + "." + text(seal(body));
    }

    /** The claims of a token of this seal, expired or not. */
    Optional<Claims> open(String token) {
        int dot = token.lastIndexOf('.');
        if (!token.startsWith(PREFIX) || dot < 0) {
            return Optional.empty();
        }
        try {
            byte[] body = Base64.getUrlDecoder().decode(token.substring(PREFIX.length(), dot));
            byte[] seal = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(seal, seal(body)) && Store.JSON.readTree(body) instanceof ObjectNode json
                    ? Optional.of(Claims.of(json))
                    : Optional.empty();
        } catch (IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
    }

    private byte[] seal(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
