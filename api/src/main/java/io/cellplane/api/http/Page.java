package io.cellplane.api.http;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How much of a list is asked for.
 *
 * @param limit the smaller of what was asked for and what the installation allows; 0 answers an empty list
 * @param marker the id of the last item of the page before
 */
public record Page(int limit, @Nullable String marker) {

    public static Page of(Call call, int most) {
        String marker = call.query().text("marker");
        return new Page(Math.min(most, call.query().number("limit", most)), marker);
    }

    /**
     * The part of the whole list after the marker.
     *
     * @param unknownMarker thrown when no item has the marker's id
     */
    public <T> List<T> of(List<T> whole, Function<T, String> id, Function<String, RuntimeException> unknownMarker) {
        int from = 0;
        if (marker != null) {
            int at = whole.stream().map(id).toList().indexOf(marker);
            if (at < 0) {
                throw unknownMarker.apply(marker);
            }
            from = at + 1;
        }
        return whole.subList(from, Math.min(whole.size(), from + limit));
    }

    /** Adds {@code <name>_links} when the page is full, so that there may be more. */
    public void addNext(Map<String, Object> answer, String name, int items, String lastId, Call call, String path) {
        addNext(answer, name, items, Map.of("marker", List.of(lastId)), call, path);
    }

    /**
     * The same for a place that takes more than an id to name.
     *
     * @param place keys of the query that say where the next page begins
     */
    public void addNext(
            Map<String, Object> answer,
            String name,
            int items,
            Map<String, List<String>> place,
            Call call,
            String path) {
        if (items > 0 && items == limit) {
            String href = call.link(path) + "?" + call.query().encodedWith(place);
            answer.put(name + "_links", List.of(Map.of("rel", "next", "href", href)));
        }
    }
}
