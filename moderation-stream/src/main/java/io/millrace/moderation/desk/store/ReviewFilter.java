package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.ReviewKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which items are wanted; what is empty does not matter.
///
/// @param since arisen then or later
/// @param until arisen before
public record ReviewFilter(
        State state,
        Optional<ReviewKind> kind,
        Optional<String> room,
        Optional<String> user,
        Optional<Instant> since,
        Optional<Instant> until) {

    /// Everything that somebody has to decide.
    public static final ReviewFilter UNRESOLVED = new ReviewFilter(
            State.UNRESOLVED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// States by which items are asked for.
    public enum State {
        /// Open or claimed.
        UNRESOLVED("state = 'OPEN' and (expires_at is null or expires_at > now())"),
        /// Not claimed.
        OPEN("state = 'OPEN' and (expires_at is null or expires_at > now())"
                + " and (claimed_until is null or claimed_until <= now())"),
        /// Claimed.
        CLAIMED("state = 'OPEN' and (expires_at is null or expires_at > now()) and claimed_until > now()"),
        /// Decided by somebody.
        RESOLVED("state = 'RESOLVED'"),
        /// Decided by nobody.
        EXPIRED("(state = 'EXPIRED' or state = 'OPEN' and expires_at <= now())"),
        /// All there are.
        ANY("true");

        private final String condition;

        State(String condition) {
            this.condition = condition;
        }
    }

    /// The same with another state.
    public ReviewFilter in(State other) {
        return new ReviewFilter(other, kind, room, user, since, until);
    }

    /// The condition with its parameters appended.
    String where(List<@Nullable Object> parameters) {
        List<String> conditions = new ArrayList<>();
        conditions.add(state.condition);
        add(conditions, parameters, "kind = ?", kind);
        add(conditions, parameters, "room = ?", room);
        add(conditions, parameters, "user_id = ?", user);
        add(conditions, parameters, "arisen_at >= ?", since);
        add(conditions, parameters, "arisen_at < ?", until);
        return String.join(" and ", conditions);
    }

    private static void add(
            List<String> conditions, List<@Nullable Object> parameters, String condition, Optional<?> value) {
        value.ifPresent(present -> {
            conditions.add(condition);
            parameters.add(present);
        });
    }
}
