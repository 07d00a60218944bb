package io.cellplane.db.control;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;

/**
 * A server that was made into a group: its member until it is deleted, or the group is.
 *
 * @param userId whose server it is
 * @param forced an administrator named its host, and the group's rule was not asked
 */
@MappedEntity("server_group_members")
public record GroupMemberRow(@Id UUID server, int groupId, String userId, boolean forced) {}
