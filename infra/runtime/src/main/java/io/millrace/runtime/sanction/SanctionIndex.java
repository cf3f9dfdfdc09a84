package io.millrace.runtime.sanction;

import io.millrace.schema.moderation.Sanction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The sanctions of all users, by user; made to listen to a table of `moderation.sanctions`. Thread-safe. A
/// question about somebody without any costs one look into a map. Users without a name have none.
public final class SanctionIndex {

    private final Map<String, List<Sanction>> byUser = new ConcurrentHashMap<>();

    /// A sanction is new, different or gone. Calls must come one after the other.
    ///
    /// @param before null when it is new
    /// @param after null when it is gone
    public void change(@Nullable Sanction before, @Nullable Sanction after) {
        if (after != null && !after.getUser().isEmpty()) {
            byUser.compute(after.getUser(), (_, some) -> with(without(some, after.getId()), after));
        }
        if (before != null && (after == null || !after.getUser().equals(before.getUser()))) {
            byUser.computeIfPresent(before.getUser(), (_, some) -> without(some, before.getId()));
        }
    }

    /// The sanctions of a user, those that have ended by their time too.
    public List<Sanction> of(String user) {
        return byUser.getOrDefault(user, List.of());
    }

    /// Users with sanctions.
    public int users() {
        return byUser.size();
    }

    /// An end as users are told it: a whole second, at which the sanction is over.
    public static Instant toldEnd(Instant end) {
        Instant second = end.truncatedTo(ChronoUnit.SECONDS);
        return second.equals(end) ? second : second.plusSeconds(1);
    }

    private static List<Sanction> with(@Nullable List<Sanction> some, Sanction sanction) {
        return some == null
                ? List.of(sanction)
                : Stream.concat(some.stream(), Stream.of(sanction)).toList();
    }

    private static @Nullable List<Sanction> without(@Nullable List<Sanction> some, String id) {
        if (some == null) {
            return null;
        }
        List<Sanction> others =
                some.stream().filter(sanction -> !sanction.getId().equals(id)).toList();
        return others.isEmpty() ? null : others;
    }
}
