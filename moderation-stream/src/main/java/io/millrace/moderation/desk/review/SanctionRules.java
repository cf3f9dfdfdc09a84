package io.millrace.moderation.desk.review;

import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Task;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which sanctions there can be, and who may give them.
public final class SanctionRules {

    /// Longest sanction that ends by itself.
    public static final Duration LONGEST = Duration.ofDays(3_650);

    private SanctionRules() {}

    /// What a sanction of that kind takes, to give and to end.
    public static Task task(SanctionKind kind) {
        return switch (kind) {
            case SLOW, TIMEOUT -> Task.TIMEOUT;
            case MUTE, BAN, UNKNOWN -> Task.BAN;
        };
    }

    /// What is wrong with an order; empty when nothing is.
    ///
    /// @param user who is to be sanctioned
    public static Optional<Refusal> objection(SanctionOrder order, String user, Moderator moderator) {
        if (user.isEmpty()) {
            return Optional.of(Refusal.invalid(
                    "sanction", "needs an author with an id: this one is anonymous, or not looked up yet"));
        }
        if (!moderator.role().may(task(order.kind()))) {
            return Optional.of(forbidden(order.kind(), moderator));
        }
        if (order.duration().isEmpty() && (order.kind() == SanctionKind.SLOW || order.kind() == SanctionKind.TIMEOUT)) {
            return Optional.of(Refusal.invalid("durationSeconds", "is required for slow and timeout"));
        }
        boolean slow = order.kind() == SanctionKind.SLOW;
        if (slow == order.interval().isZero()) {
            return Optional.of(Refusal.invalid(
                    "intervalSeconds", slow ? "is required for slow" : "is for slow only, not for others"));
        }
        return Optional.empty();
    }

    /// Why a moderator may not give or end a sanction of that kind; empty when they may.
    public static Optional<Refusal> objection(SanctionKind kind, Moderator moderator) {
        return moderator.role().may(task(kind)) ? Optional.empty() : Optional.of(forbidden(kind, moderator));
    }

    /// The sanction that is ordered.
    ///
    /// @param id of it
    /// @param cause message that led to it
    public static Sanction sanction(
            SanctionOrder order, String id, String user, @Nullable String cause, Moderator moderator, Instant now) {
        return Sanction.newBuilder()
                .setId(id)
                .setUser(user)
                .setRoom(order.room())
                .setKind(order.kind())
                .setIntervalMillis(order.interval().toMillis())
                .setFrom(now)
                .setUntil(order.duration().map(now::plus).orElse(null))
                .setReason(order.reason())
                .setActor(moderator.name())
                .setCause(cause)
                .build();
    }

    private static Refusal forbidden(SanctionKind kind, Moderator moderator) {
        return Refusal.forbidden("the role of " + moderator.name() + " does not allow a "
                + kind.name().toLowerCase(java.util.Locale.ROOT));
    }
}
