package io.cellplane.db.control;

import io.cellplane.contracts.server.Ec2Ids;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The table {@code ec2_ids}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface Ec2IdRows extends GenericRepository<Ec2IdRow, Long> {

    @Query("select * from ec2_ids where name in (:names)")
    List<Ec2IdRow> findAll(Collection<String> names);

    @Query("insert ignore into ec2_ids (name) values (:name)")
    int add(String name);

    void saveAll(Iterable<Ec2IdRow> rows);

    /**
     * Numbers new servers. Row by row: a statement that does not say how many it inserts locks the table's counter, and with
     * {@link #add} that is a deadlock which MariaDB reports as a counter that cannot be read.
     */
    default void mint(List<UUID> servers) {
        saveAll(servers.stream()
                .map(server -> new Ec2IdRow(null, server.toString()))
                .toList());
    }

    /** Numbers what servers are made from, where it has no number yet; always in the same order, so that two do not wait for each other. */
    default void mintNames(Collection<String> names) {
        TreeSet<String> missing = new TreeSet<>(names);
        if (!missing.isEmpty()) {
            findAll(missing).forEach(row -> missing.remove(row.name()));
            missing.forEach(this::add);
        }
    }

    /** What guests know that server by; empty when it was accepted before numbers were minted. */
    default Optional<Ec2Ids> of(
            UUID server, @Nullable String image, @Nullable String kernel, @Nullable String ramdisk) {
        List<String> names = Stream.of(server.toString(), image, kernel, ramdisk)
                .filter(Objects::nonNull)
                .toList();
        Map<String, Long> numbers = findAll(names).stream()
                .collect(Collectors.toMap(Ec2IdRow::name, row -> Objects.requireNonNull(row.id())));
        return Optional.ofNullable(numbers.get(server.toString()))
                .map(number ->
                        Ec2Ids.of(number, number(numbers, image), number(numbers, kernel), number(numbers, ramdisk)));
    }

    private static @Nullable Long number(Map<String, Long> numbers, @Nullable String name) {
        return name == null ? null : numbers.get(name);
    }
}
