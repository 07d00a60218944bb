package io.cellplane.compute.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** What a VDI's header says of its kind. */
final class VdiHeader {
    private static final int TYPE_AT = 0x4c;
    private static final int DYNAMIC = 1;
    private static final int STATIC = 2;

    private VdiHeader() {}

    /** @return what is against using it as an image; null: nothing */
    static @Nullable String against(Peek data) throws IOException {
        ByteBuffer head = data.bytes(0, 0x1d8).order(ByteOrder.LITTLE_ENDIAN);
        int type = head.getInt(TYPE_AT);
        return type == DYNAMIC || type == STATIC ? null : "it lies over another file";
    }
}
