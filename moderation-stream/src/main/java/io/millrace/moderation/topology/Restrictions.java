package io.millrace.moderation.topology;

import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Sanction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for users and rooms besides the policy. Thread-safe; asked for each message, so it has to be a
/// lookup.
public interface Restrictions {

    /// Sanctions of a user, those that have ended by their time too.
    List<Sanction> sanctions(String user);

    /// The lockdown of a room, one that has ended by its time too; null for none.
    @Nullable
    Lockdown lockdown(String room);
}
