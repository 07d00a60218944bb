package io.cellplane.api.servers.attribute;

import io.cellplane.api.http.Call;
import io.cellplane.api.http.Route;
import io.cellplane.api.http.Segment;
import io.cellplane.api.policy.Rule;
import io.cellplane.api.schema.Values;
import io.cellplane.api.servers.ServerAccess;
import io.cellplane.contracts.failure.Failure;
import io.cellplane.contracts.server.VmState;
import io.cellplane.db.cell.CellDatabase;
import io.cellplane.db.cell.ServerRow;
import io.cellplane.db.cell.TagRow;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code /servers/{id}/tags}. A lock does not keep anybody from them. */
@Controller("/v2.1/servers/{id}/tags")
@ExecuteOn(TaskExecutors.BLOCKING)
final class TagsController {
    static final int MOST = 50;

    private static final int LONGEST = 60;
    private static final Set<String> STATES =
            Set.of(VmState.ACTIVE, VmState.PAUSED, VmState.SUSPENDED, VmState.STOPPED);

    private final AttributeWrites attributes;
    private final ServerAccess access;

    TagsController(AttributeWrites attributes, ServerAccess access) {
        this.attributes = attributes;
        this.access = access;
    }

    @Get
    @Route(rule = Rule.SERVER_TAGS_INDEX, min = "2.26")
    Map<String, Object> index(Call call, String id) {
        return Map.of("tags", tags(call, id));
    }

    @Put
    @Route(rule = Rule.SERVER_TAGS_UPDATE_ALL, min = "2.26", body = "servers/tags")
    Map<String, Object> replace(Call call, String id) {
        TreeSet<String> given = new TreeSet<>();
        call.body().path("tags").forEach(tag -> given.add(tag.asText()));
        write(call, id, "update tags", (cell, row) -> {
            cell.tags().clear(row.uuid());
            given.forEach(tag -> cell.tags().add(row.uuid(), tag));
            return true;
        });
        return Map.of("tags", List.copyOf(given));
    }

    @Delete
    @Route(rule = Rule.SERVER_TAGS_DELETE_ALL, min = "2.26")
    HttpResponse<?> clear(Call call, String id) {
        write(call, id, "delete tags", (cell, row) -> {
            cell.tags().clear(row.uuid());
            return true;
        });
        return HttpResponse.noContent();
    }

    @Get("/{tag}")
    @Route(rule = Rule.SERVER_TAGS_SHOW, min = "2.26")
    HttpResponse<?> show(Call call, String id, String tag) {
        if (!tags(call, id).contains(tag)) {
            throw Failure.SERVER_NO_SUCH_TAG.refused(id, tag);
        }
        return HttpResponse.noContent();
    }

    @Put("/{tag}")
    @Route(rule = Rule.SERVER_TAGS_UPDATE, min = "2.26", body = "servers/tag")
    HttpResponse<?> add(Call call, String id, String tag) {
        boolean added = write(call, id, "update tag", (cell, row) -> {
            check(tag);
            List<String> before = names(cell.tags().of(row.uuid()));
            if (before.size() >= MOST) {
                throw Values.bad("The number of tags exceeded the per-server limit " + MOST);
            }
            return !before.contains(tag) && cell.tags().add(row.uuid(), tag) == 1;
        });
        return added
                ? HttpResponse.created(Map.of())
                        .body(null)
                        .header("Location", call.link("servers/" + id + "/tags/" + Segment.encoded(tag)))
                : HttpResponse.noContent();
    }

    @Delete("/{tag}")
    @Route(rule = Rule.SERVER_TAGS_DELETE, min = "2.26")
    HttpResponse<?> remove(Call call, String id, String tag) {
        write(call, id, "delete tag", (cell, row) -> {
            if (cell.tags().remove(row.uuid(), tag) == 0) {
                throw Failure.SERVER_TAG_NOT_FOUND.refused(id, tag);
            }
            return true;
        });
        return HttpResponse.noContent();
    }

    private List<String> tags(Call call, String id) {
        return access.shown(call, access.server(call, id)).tags();
    }

    /** What is done to the tags of a server whose record is held. */
    private interface Edit {
        boolean in(CellDatabase cell, ServerRow row);
    }

    private boolean write(Call call, String id, String action, Edit edit) {
        return attributes.write(call, id, action, true, (cell, row) -> {
            if (!STATES.contains(row.vmState())) {
                throw Failure.SERVER_STATE.refused(action, id, "vm_state", row.vmState());
            }
            return edit.in(cell, row);
        });
    }

    private static void check(String tag) {
        @Nullable String why = tag.length() > LONGEST
                ? "'" + tag + "' is too long"
                : tag.matches("[^,/]*") ? null : "'" + tag + "' does not match '^[^,/]*$'";
        if (why != null) {
            throw Values.bad(("Tag '%s' is invalid. It must be a non empty string without characters '/' and ','."
                            + " Validation error message: %s")
                    .formatted(tag, why));
        }
    }

    private static List<String> names(List<TagRow> rows) {
        return rows.stream().map(TagRow::tag).toList();
    }
}
