package io.cellplane.compute.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What a VHD's last sector says; one that grows has a copy of it in front. */
final class VhdFooter {
    private static final int SECTOR = 512;
    private static final int TYPE_AT = 60;
    private static final int FIXED = 2;
    private static final int DYNAMIC = 3;

    private VhdFooter() {}

    /** Whether the data are a VHD. */
    static boolean isIn(Peek data) throws IOException {
        return isFooter(data, 0) || isFooter(data, data.size() - SECTOR);
    }

    private static boolean isFooter(Peek data, long at) throws IOException {
        return at >= 0 && data.text(at, 8).equals(Signature.VHD.begins());
    }

    /** @return what is against using it as an image; null: nothing */
    static @Nullable String against(Peek data) throws IOException {
        for (long at : new long[] {0, data.size() - SECTOR}) {
            if (isFooter(data, at)) {
                ByteBuffer footer = data.bytes(at, SECTOR);
                int type = footer.getInt(TYPE_AT);
                if (type != FIXED && type != DYNAMIC) {
                    return "it lies over another file";
                }
            }
        }
        return null;
    }
}
