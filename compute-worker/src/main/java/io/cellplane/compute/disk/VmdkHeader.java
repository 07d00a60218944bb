package io.cellplane.compute.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a VMDK says of where its data are: in itself, as the two types do that one file can hold, or it is not accepted. */
final class VmdkHeader {
    private static final int SECTOR = 512;
    private static final int MOST_SECTORS = 128;
    private static final Set<String> TYPES = Set.of("monolithicsparse", "streamoptimized");
    private static final Pattern TYPE = Pattern.compile("(?m)^\\s*createType\\s*=\\s*\"?([^\"\\s]*)\"?");
    private static final Pattern PARENT = Pattern.compile("(?m)^\\s*parentCID\\s*=\\s*(\\S+)");
    private static final Pattern EXTENT = Pattern.compile("(?m)^\\s*(RW|RDONLY|NOACCESS)\\b(.*)$");
    private static final Pattern SPARSE = Pattern.compile("\\s+\\d+\\s+SPARSE\\s+\"[^\"/\\\\]+\"\\s*");

    private VmdkHeader() {}

    /** @return what is against using it as an image; null: nothing */
    static @Nullable String against(Peek data) throws IOException {
        ByteBuffer head = data.bytes(0, SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        if (!data.text(0, 4).equals(Signature.VMDK.begins())) {
            return "it only names the files that its data are in";
        }
        long capacity = head.getLong(12);
        long descriptorAt = head.getLong(28);
        long descriptorLength = head.getLong(36);
        if (capacity <= 0) {
            return "its size is none";
        }
        // The only place where qemu looks for a parent.
        if (descriptorAt != 1 || descriptorLength < 1 || descriptorLength > MOST_SECTORS) {
            return "its descriptor is not where it belongs";
        }
        String descriptor = data.text(SECTOR, (int) descriptorLength * SECTOR);
        int end = descriptor.indexOf('\0');
        return against(end < 0 ? descriptor : descriptor.substring(0, end));
    }

    private static @Nullable String against(String descriptor) {
        Matcher type = TYPE.matcher(descriptor);
        if (!type.find() || !TYPES.contains(type.group(1).toLowerCase(Locale.ROOT))) {
            return "it is neither monolithicSparse nor streamOptimized";
        }
        Matcher parent = PARENT.matcher(descriptor);
        if (descriptor.contains("parentFileNameHint")
                || (parent.find() && !parent.group(1).equalsIgnoreCase("ffffffff"))) {
            return "it lies over another file";
        }
        List<String> extents = EXTENT.matcher(descriptor)
                .results()
                .map(extent -> extent.group(2))
                .toList();
        return extents.size() == 1 && SPARSE.matcher(extents.getFirst()).matches()
                ? null
                : "it names other extents than itself";
    }
}
