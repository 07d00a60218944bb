package io.cellplane.compute.disk;

import com.github.stephenc.javaisotools.iso9660.ConfigException;
import com.github.stephenc.javaisotools.iso9660.ISO9660Directory;
import com.github.stephenc.javaisotools.iso9660.ISO9660File;
import com.github.stephenc.javaisotools.iso9660.ISO9660RootDirectory;
import com.github.stephenc.javaisotools.iso9660.impl.CreateISO;
import com.github.stephenc.javaisotools.iso9660.impl.ISO9660Config;
import com.github.stephenc.javaisotools.iso9660.impl.ISOImageFileHandler;
import com.github.stephenc.javaisotools.joliet.impl.JolietConfig;
import com.github.stephenc.javaisotools.joliet.impl.JolietNamingConventions;
import com.github.stephenc.javaisotools.rockridge.impl.RockRidgeConfig;
import com.github.stephenc.javaisotools.sabre.HandlerException;
import com.github.stephenc.javaisotools.sabre.impl.ByteArrayDataReference;
import io.cellplane.contracts.host.GuestSpec;
import io.cellplane.guest.GuestDocuments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Writes config drives: ISO 9660 with Joliet and Rock Ridge, by the label under which guests look for them. */
final class ConfigDrive {
    static final String LABEL = "config-2";

    private ConfigDrive() {}

    /** The label is in lower case, as all who make config drives have it, and no ISO 9660 should. */
    private static final class Labelled extends ISO9660Config {
        @Override
        public String getVolumeID() {
            return LABEL;
        }
    }

    /**
     * Makes the guest's anew.
     *
     * @param vendor what every guest of the host is told
     */
    static void write(GuestSpec guest, Map<String, Object> vendor, Path file) throws IOException {
        Path part = Durable.part(file);
        try {
            write(new GuestDocuments(guest, () -> vendor, null).drive(), part);
            Durable.publish(part, file);
        } finally {
            Durable.delete(part);
        }
    }

    /** One at a time: the library keeps its rules for names in static fields. */
    private static synchronized void write(Map<String, byte[]> files, Path iso) throws IOException {
        try {
            ISO9660RootDirectory root = new ISO9660RootDirectory();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(root, file.getKey(), file.getValue());
            }
            ISO9660Config plain = new Labelled();
            plain.setInterchangeLevel(2);
            plain.restrictDirDepthTo8(true);
            // A name without an ending stays as it is. The setters of the same print a warning each time.
            JolietNamingConventions.FORCE_DOT_DELIMITER = false;
            JolietConfig joliet = new JolietConfig();
            joliet.setVolumeID(LABEL);
            RockRidgeConfig rockRidge = new RockRidgeConfig();
            rockRidge.setMkisofsCompatibility(true);
            new CreateISO(new ISOImageFileHandler(iso.toFile()), root).process(plain, rockRidge, joliet, null);
        } catch (HandlerException | ConfigException e) {
            throw new IOException("the config drive cannot be written", e);
        }
    }

    private static void add(ISO9660Directory root, String path, byte[] content) throws HandlerException {
        int name = path.lastIndexOf('/') + 1;
        ISO9660Directory folder = root.addPath(path.substring(0, name - 1));
        folder.addFile(
                new ISO9660File(new ByteArrayDataReference(content), path.substring(name), System.currentTimeMillis()));
    }
}
