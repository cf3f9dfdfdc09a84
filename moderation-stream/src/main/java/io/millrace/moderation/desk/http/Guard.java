package io.millrace.moderation.desk.http;

import io.millrace.moderation.desk.access.FailedAttempts;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Moderators;
import io.millrace.moderation.desk.access.Task;
import io.millrace.moderation.desk.work.DeskMeters;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Lets moderators in. Thread-safe.
final class Guard {

    private static final String SCHEME = "bearer ";

    private final Moderators moderators;
    private final FailedAttempts failures;
    private final DeskMeters meters;

    Guard(Moderators moderators, FailedAttempts failures, DeskMeters meters) {
        this.moderators = moderators;
        this.failures = failures;
        this.meters = meters;
    }

    /// Finds who asks, and whether they may.
    ///
    /// @param authorization the header; empty for none
    Moderator admit(Optional<String> authorization, String address, Task task) {
        if (moderators.count() == 0) {
            throw new ProblemException(Problem.of(401, "no moderators are configured, see moderation.desk.moderators"));
        }
        String key = authorization
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(SCHEME))
                .map(header -> header.substring(SCHEME.length()).strip())
                .orElse("");
        Optional<Moderator> found = moderators.find(key);
        if (found.isEmpty()) {
            throw stranger(key, address);
        }
        Moderator moderator = found.get();
        if (!moderator.role().may(task)) {
            throw new ProblemException(Problem.of(
                    403,
                    "the role " + Fields.name(moderator.role()) + " does not allow this: it takes the task "
                            + Fields.name(task)));
        }
        return moderator;
    }

    /// Wrong keys of others behind the same proxy must not lock out who has a right one, so that only wrong
    /// ones are counted and wait.
    private ProblemException stranger(String key, String address) {
        long now = System.nanoTime();
        Duration blocked = failures.blocked(address, now);
        if (!blocked.isZero()) {
            return new ProblemException(Problem.of(
                    429, "too many wrong keys from this address; wait " + Math.max(1, blocked.toSeconds()) + " s"));
        }
        meters.unauthorized();
        if (!key.isEmpty()) {
            failures.failed(address, now);
        }
        return new ProblemException(Problem.of(401, "a valid key is needed"));
    }
}
