package io.cellplane.db.lists;

import io.cellplane.db.Ascii;
import io.cellplane.db.cell.ServerRow;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One filter of a list: the cells' databases apply it, and it is applied in memory to servers that have no cell yet. */
public sealed interface Condition {

    void in(Statement statement);

    /** Whether a server that has no cell yet fulfils it; its name has been matched by the database. */
    boolean holds(ServerRow row, List<String> tags);

    /** The column has one of the values; no values: nothing fulfils it. */
    record Equal(Column column, List<?> values) implements Condition {
        @Override
        public void in(Statement statement) {
            List<?> possible = values.stream().filter(this::isPossible).toList();
            if (possible.isEmpty()) {
                statement.and("false");
            } else {
                statement.and(column.sql() + " in ").bindAll(possible);
            }
        }

        private boolean isPossible(Object value) {
            return !column.isAscii() || Ascii.mayBe(value.toString());
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            Object value = column.of(row);
            return value != null && values.contains(value);
        }
    }

    /** Only servers that are deleted, or only those that are not. */
    record Deleted(boolean deleted) implements Condition {
        @Override
        public void in(Statement statement) {
            statement.and("deleted = ").bind(deleted);
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            return row.deleted() == deleted;
        }
    }

    /** The name matches the regular expression somewhere. */
    record Named(String regex) implements Condition {
        @Override
        public void in(Statement statement) {
            statement.and("display_name regexp ").bind(regex);
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            return true;
        }
    }

    /**
     * One of several states.
     *
     * @param states none: nothing fulfils it
     */
    record InState(List<State> states) implements Condition {
        /** @param tasks null: any but those in {@code notTasks} */
        public record State(String vmState, @Nullable Set<String> tasks, Set<String> notTasks) {}

        @Override
        public void in(Statement statement) {
            if (states.isEmpty()) {
                statement.and("false");
                return;
            }
            statement.and("(");
            for (int i = 0; i < states.size(); i++) {
                State state = states.get(i);
                statement.add(i == 0 ? "(" : " or (").add("vm_state = ").bind(state.vmState());
                if (state.tasks() != null) {
                    statement.add(" and task_state in ").bindAll(List.copyOf(state.tasks()));
                } else if (!state.notTasks().isEmpty()) {
                    statement
                            .add(" and (task_state is null or task_state not in ")
                            .bindAll(List.copyOf(state.notTasks()))
                            .add(")");
                }
                statement.add(")");
            }
            statement.add(")");
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            String task = row.taskState();
            return states.stream()
                    .anyMatch(state -> state.vmState().equals(row.vmState())
                            && (state.tasks() == null
                                    ? task == null || !state.notTasks().contains(task)
                                    : task != null && state.tasks().contains(task)));
        }
    }

    /** Changed at that time or after it ({@code since}), or at that time or before it. */
    record Changed(boolean since, Instant at) implements Condition {
        @Override
        public void in(Statement statement) {
            statement
                    .and("coalesce(updated_at, created_at) " + (since ? ">= " : "<= "))
                    .bind(at);
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            Instant changed = row.updatedAt() == null ? row.createdAt() : row.updatedAt();
            return since ? !changed.isBefore(at) : !changed.isAfter(at);
        }
    }

    /** Has all or any of the tags, or not that. */
    record Tagged(List<String> tags, boolean all, boolean not) implements Condition {
        @Override
        public void in(Statement statement) {
            List<String> distinct = tags.stream().distinct().toList();
            statement
                    .and(not ? "not " : "")
                    .add("(select count(*) from tags t where t.resource_id = instances.uuid and t.tag in ")
                    .bindAll(distinct)
                    .add(") >= ")
                    .bind(all ? distinct.size() : 1);
        }

        @Override
        public boolean holds(ServerRow row, List<String> has) {
            boolean holds =
                    all ? new HashSet<>(has).containsAll(tags) : tags.stream().anyMatch(has::contains);
            return holds != not;
        }
    }

    /** One of its addresses of that version (4 or 6) matches the regular expression somewhere. */
    record Addressed(int version, String regex) implements Condition {
        @Override
        public void in(Statement statement) {
            statement
                    .and("exists (select 1 from instance_info_caches c, json_table(c.network_info,"
                            + " '$[*].addresses[*]' columns (version int path '$.version',"
                            + " address varchar(64) path '$.address')) a where c.instance_uuid = instances.uuid"
                            + " and a.version = ")
                    .bind(version)
                    .add(" and a.address regexp ")
                    .bind(regex)
                    .add(")");
        }

        @Override
        public boolean holds(ServerRow row, List<String> tags) {
            return false;
        }
    }
}
