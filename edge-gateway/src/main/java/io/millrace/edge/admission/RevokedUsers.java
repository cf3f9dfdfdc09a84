package io.millrace.edge.admission;

import io.millrace.id.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Users whose resume tickets are refused for a while. Thread-safe; times never go back by much.
///
/// Bounded: when there are too many of them, everybody's tickets are refused instead until the last of them
/// would be forgotten. That costs signature checks and lets nobody in.
final class RevokedUsers {

    static final int MOST = 10_000;

    private final Map<UserId, Instant> until = new ConcurrentHashMap<>();
    private volatile Instant everybodyUntil = Instant.MIN;

    /// Refuses a user's tickets.
    ///
    /// @param end exclusive
    void add(UserId user, Instant end, Instant now) {
        if (until.size() >= MOST) {
            until.values().removeIf(over -> !now.isBefore(over));
        }
        if (until.size() >= MOST) {
            everybodyUntil = end;
            until.clear();
        }
        until.put(user, end);
    }

    boolean contains(UserId user, Instant now) {
        if (now.isBefore(everybodyUntil)) {
            return true;
        }
        Instant end = until.get(user);
        return end != null && now.isBefore(end);
    }
}
