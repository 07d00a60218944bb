package io.cellplane.guest;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator tells every guest: a file with one JSON object. */
public final class VendorData {
    private static final Logger LOG = LoggerFactory.getLogger(VendorData.class);
    private static final JsonMapper JSON = new JsonMapper();
    /** No guest reads more. */
    private static final int MOST = 64 * 1024;

    private VendorData() {}

    /**
     * Reads it, as it is now. No guest is refused for it: what is not there, or no such file, is nothing, as in Nova.
     *
     * @param file null where there is none
     */
    public static Map<String, Object> of(@Nullable Path file) {
        if (file == null) {
            return Map.of();
        }
        try (InputStream data = Files.newInputStream(file)) {
            byte[] read = data.readNBytes(MOST + 1);
            if (read.length > MOST) {
                throw new IOException("it has more than " + MOST + " bytes");
            }
            Map<String, Object> said = JSON.readValue(read, new TypeReference<>() {});
            return said == null ? Map.of() : said;
        } catch (IOException e) {
            LOG.warn("guests are told no vendor data, {} cannot be read: {}", file, e.getMessage());
            return Map.of();
        }
    }
}
