package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who may do something to a server now ({@code life}), and who comes after ({@code next}).
 *
 * @param placing how many placings of it on a host have begun: never less than any that was told
 */
@MappedEntity("lanes")
public record LaneRow(
        @Id UUID server, @Nullable UUID life, @Nullable UUID next, long placing) {}
