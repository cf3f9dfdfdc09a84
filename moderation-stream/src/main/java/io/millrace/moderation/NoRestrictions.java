package io.millrace.moderation;

import io.millrace.moderation.topology.Restrictions;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Sanction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Nobody is restricted.
final class NoRestrictions implements Restrictions {

    @Override
    public List<Sanction> sanctions(String user) {
        return List.of();
    }

    @Override
    public @Nullable Lockdown lockdown(String room) {
        return null;
    }
}
