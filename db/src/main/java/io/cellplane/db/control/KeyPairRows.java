package io.cellplane.db.control;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The table {@code key_pairs}. */
@JdbcRepository(dialect = Dialect.MYSQL)
public interface KeyPairRows extends GenericRepository<KeyPairRow, Integer> {

    /** Zero when the user has a key pair of that name. */
    @Query("insert ignore into key_pairs (user_id, name, type, fingerprint, public_key, created_at)"
            + " values (:user, :name, :type, :fingerprint, :publicKey, :now)")
    int add(String user, String name, String type, String fingerprint, String publicKey, Instant now);

    @Query("select * from key_pairs where user_id = :user and name = :name")
    Optional<KeyPairRow> find(String user, String name);

    @Query("select * from key_pairs where user_id = :user order by name")
    List<KeyPairRow> of(String user);

    /** In a transaction: locks the user's key pairs, so that the count still holds when one is added. */
    @Query("select * from key_pairs where user_id = :user for update")
    List<KeyPairRow> lock(String user);

    @Query("delete from key_pairs where user_id = :user and name = :name")
    int remove(String user, String name);
}
