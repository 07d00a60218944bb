package io.cellplane.api.flavor;

import io.cellplane.api.http.Call;
import io.cellplane.api.schema.Values;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.db.control.FlavorRow;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which flavors a list shows, and in which order. */
final class FlavorQuery {
    private final Call call;
    private final Set<Integer> granted;

    FlavorQuery(Call call, Set<Integer> granted) {
        this.call = call;
        this.granted = granted;
    }

    List<FlavorRow> of(List<FlavorRow> all) {
        int minRam = least("minRam");
        int minDisk = least("minDisk");
        return all.stream()
                .filter(flavor -> flavor.memoryMb() >= minRam && flavor.rootGb() >= minDisk)
                .filter(isShown())
                .sorted(order())
                .toList();
    }

    private int least(String key) {
        String text = call.query().text(key);
        if (text == null) {
            return 0;
        }
        return Values.number(text)
                .orElseThrow(() -> Failure.API_INVALID_INPUT.refused("Invalid " + key + " filter [" + text + "]"));
    }

    /** Without a word about it an administrator too sees only what is public or open to its own project. */
    private Predicate<FlavorRow> isShown() {
        if (!call.isAdmin()) {
            return flavor -> !flavor.disabled() && isOpen(flavor);
        }
        String text = call.query().text("is_public");
        if (text == null) {
            return this::isOpen;
        }
        if (text.strip().toLowerCase(Locale.ROOT).equals("none")) {
            return flavor -> true;
        }
        Boolean wanted = Values.bool(text);
        if (wanted == null) {
            throw Failure.API_INVALID_INPUT.refused("Invalid is_public filter [" + text + "]");
        }
        return wanted ? this::isOpen : flavor -> !flavor.isPublic();
    }

    private boolean isOpen(FlavorRow flavor) {
        return flavor.isPublic() || granted.contains(flavor.id());
    }

    private Comparator<FlavorRow> order() {
        Comparator<FlavorRow> order = by(call.query().text("sort_key")).thenComparingInt(FlavorRow::id);
        return "desc".equals(call.query().text("sort_dir")) ? order.reversed() : order;
    }

    private static Comparator<FlavorRow> by(@Nullable String key) {
        return switch (key == null ? "flavorid" : key) {
            case "created_at" -> Comparator.comparing(FlavorRow::createdAt);
            case "updated_at" -> nullsFirst(FlavorQuery::updated);
            case "description" -> nullsFirst(FlavorRow::description);
            case "disabled" -> Comparator.comparing(FlavorRow::disabled);
            case "ephemeral_gb" -> Comparator.comparingInt(FlavorRow::ephemeralGb);
            case "id" -> Comparator.comparingInt(FlavorRow::id);
            case "is_public" -> Comparator.comparing(FlavorRow::isPublic);
            case "memory_mb" -> Comparator.comparingInt(FlavorRow::memoryMb);
            case "name" -> Comparator.comparing(FlavorRow::name);
            case "root_gb" -> Comparator.comparingInt(FlavorRow::rootGb);
            case "rxtx_factor" -> Comparator.comparingDouble(FlavorRow::rxtxFactor);
            case "swap" -> Comparator.comparingInt(FlavorRow::swap);
            case "vcpu_weight" -> nullsFirst(FlavorRow::vcpuWeight);
            case "vcpus" -> Comparator.comparingInt(FlavorRow::vcpus);
            default -> Comparator.comparing(FlavorRow::flavorid);
        };
    }

    private static @Nullable Instant updated(FlavorRow flavor) {
        return flavor.updatedAt();
    }

    private static <C extends Comparable<? super C>> Comparator<FlavorRow> nullsFirst(
            Function<FlavorRow, @Nullable C> key) {
        return Comparator.comparing(key, Comparator.nullsFirst(Comparator.<C>naturalOrder()));
    }
}
