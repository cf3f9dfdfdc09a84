package io.millrace.moderation.topology;

import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Sanction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Restrictions that a test sets.
final class FakeRestrictions implements Restrictions {

    final List<Sanction> sanctions = new ArrayList<>();
    final Map<String, Lockdown> lockdowns = new HashMap<>();

    @Override
    public List<Sanction> sanctions(String user) {
        return sanctions.stream()
                .filter(sanction -> sanction.getUser().equals(user))
                .toList();
    }

    @Override
    public @Nullable Lockdown lockdown(String room) {
        return lockdowns.get(room);
    }
}
