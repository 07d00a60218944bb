package io.cellplane.compute.disk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The program {@code qemu-img}. It is told every format and every file, and finds out nothing by itself. */
final class QemuImg {
    private static final String PROGRAM = "qemu-img";
    private static final long GIB = 1L << 30;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Tool.Limits LOOK = new Tool.Limits(GIB, Duration.ofSeconds(10), Duration.ofMinutes(1));
    private static final Pattern PERCENT = Pattern.compile("\\((\\d+)\\.\\d+/100%\\)");

    private QemuImg() {}

    /**
     * A disk to read from.
     *
     * @param base the raw file below a qcow2 one, whatever its header says; null: none
     */
    record Source(Path file, DiskFormat format, @Nullable Path base) {

        private String options() {
            String own = "driver=" + format.driver() + ",file.driver=file,file.filename=" + escaped(file);
            return base == null
                    ? own
                    : own + ",backing.driver=raw,backing.file.driver=file,backing.file.filename=" + escaped(base);
        }

        private static String escaped(Path path) {
            return path.toString().replace(",", ",,");
        }
    }

    /** What it says of the file's header. */
    static JsonNode info(Path file, DiskFormat format) throws IOException, InterruptedException {
        Source source = new Source(file, format, null);
        return JSON.readTree(run(LOOK, _ -> {}, "info", "--output=json", "--image-opts", source.options()));
    }

    /** Writes the whole disk into a new file that needs no other; where nothing was written, nothing is. */
    static void convert(Source from, Path to, DiskFormat format, boolean compressed, long size, IntConsumer percent)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("convert", "-p", "-O", format.driver()));
        if (compressed) {
            // One after the other, so that the same disk becomes the same bytes.
            arguments.addAll(List.of("-c", "-m", "1"));
        }
        arguments.addAll(List.of("--image-opts", from.options(), to.toString()));
        Duration cpu = Duration.ofSeconds(120 + 60 * (size / GIB));
        Tool.Limits limits = new Tool.Limits(4 * GIB, cpu, cpu.multipliedBy(4));
        run(limits, said -> percent(said, percent), arguments.toArray(String[]::new));
    }

    private static void percent(String said, IntConsumer told) {
        Matcher percent = PERCENT.matcher(said);
        int newest = -1;
        while (percent.find()) {
            newest = Integer.parseInt(percent.group(1));
        }
        if (newest >= 0) {
            told.accept(newest);
        }
    }

    /** Makes an empty qcow2 file over a raw one. */
    static void overlay(Path base, Path file, long bytes) throws IOException, InterruptedException {
        run(
                LOOK,
                _ -> {},
                "create",
                "-q",
                "-f",
                DiskFormat.QCOW2.driver(),
                "-F",
                DiskFormat.RAW.driver(),
                "-b",
                base.toString(),
                file.toString(),
                Long.toString(bytes));
    }

    /** Grows a qcow2 file that lies over none. */
    static void grow(Path file, long bytes) throws IOException, InterruptedException {
        run(LOOK, _ -> {}, "resize", "-q", "-f", DiskFormat.QCOW2.driver(), file.toString(), Long.toString(bytes));
    }

    private static String run(Tool.Limits limits, Consumer<String> heard, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(PROGRAM));
        command.addAll(List.of(arguments));
        return Tool.run(command, limits, heard);
    }
}
