package io.millrace.edge.session;

import io.millrace.id.UserId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Sessions by the name of their user. Thread-safe. Most users have one session, so that is what is cheap; one
/// with thousands is still served in constant time. Users without a name are not here.
final class UserIndex {

    private static final int FEW = 8;

    private final ConcurrentMap<UserId, Set<Session>> byUser = new ConcurrentHashMap<>();

    /// Adds a session of a user.
    ///
    /// @param limit sessions of the user at most, 0 for any number
    /// @return false when the user has as many already; the session was not added then
    boolean add(UserId user, Session session, int limit) {
        return byUser.compute(
                        user,
                        (_, some) -> limit > 0 && some != null && some.size() >= limit ? some : with(some, session))
                .contains(session);
    }

    void remove(UserId user, Session session) {
        byUser.computeIfPresent(user, (_, some) -> without(some, session));
    }

    /// The sessions of a user, as of now or a moment later.
    Set<Session> of(UserId user) {
        return byUser.getOrDefault(user, Set.of());
    }

    /// Different users.
    int size() {
        return byUser.size();
    }

    private static Set<Session> with(@Nullable Set<Session> some, Session session) {
        if (some == null) {
            return Set.of(session);
        }
        if (some instanceof ConcurrentHashMap.KeySetView) {
            some.add(session);
            return some;
        }
        Set<Session> more = some.size() < FEW ? new HashSet<>(some) : ConcurrentHashMap.newKeySet();
        more.addAll(some);
        more.add(session);
        return some.size() < FEW ? Set.copyOf(more) : more;
    }

    private static @Nullable Set<Session> without(Set<Session> some, Session session) {
        if (!some.contains(session)) {
            return some;
        }
        if (some.size() == 1) {
            return null;
        }
        if (some instanceof ConcurrentHashMap.KeySetView) {
            some.remove(session);
            return some;
        }
        Set<Session> fewer = new HashSet<>(some);
        fewer.remove(session);
        return Set.copyOf(fewer);
    }
}
