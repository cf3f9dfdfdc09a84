package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.SlowMode;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.runtime.sanction.SanctionIndex;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the sanctions of a user mean for one message. Edges enforce them too, so this is for those who were
/// sanctioned while their message was on its way.
final class Standing {

    /// What anybody may ask for, and more.
    private static final long LONGEST_INTERVAL = Duration.ofDays(366).toMillis();

    private Standing() {}

    /// The refusal that a sanction asks for; null when there is none.
    ///
    /// @param sanctions of the sender
    static @Nullable Hit refusal(List<Sanction> sanctions, Judged.Arrived arrived) {
        return refusal(sanctions, arrived.message().getRoom(), arrived.now(), Instant.ofEpochMilli(arrived.at()));
    }

    /// @param at time of the message
    private static @Nullable Hit refusal(List<Sanction> sanctions, String room, Instant now, Instant at) {
        Instant last = null;
        for (Sanction sanction : sanctions) {
            if (isSilent(sanction) && applies(sanction, room, now) && !isByLater(sanction, at)) {
                Instant until = sanction.getUntil();
                if (until == null) {
                    return refused("muted");
                }
                last = last == null || until.isAfter(last) ? until : last;
            }
        }
        return last == null ? null : refused("muted until " + SanctionIndex.toldEnd(last));
    }

    /// The same for a message that waited; anonymous users are not sanctioned.
    static @Nullable Hit refusal(Restrictions restrictions, MessageSubmitted message, Instant now) {
        String user = message.getSender().getUser();
        return user.isEmpty() ? null : refusal(restrictions.sanctions(user), message.getRoom(), now, now);
    }

    private static boolean isSilent(Sanction sanction) {
        return switch (sanction.getKind()) {
            case TIMEOUT, MUTE, BAN -> true;
            case SLOW, UNKNOWN -> false;
        };
    }

    private static Hit refused(String text) {
        return Hit.refused(RuleId.SANCTION, new Refusal(Refusal.SANCTIONED, text));
    }

    /// The least time between two messages that sanctions ask for.
    static SlowMode slowMode(List<Sanction> sanctions, Judged.Arrived arrived) {
        long here = 0;
        long everywhere = 0;
        for (Sanction sanction : sanctions) {
            if (sanction.getKind() == SanctionKind.SLOW
                    && applies(sanction, arrived.message().getRoom(), arrived.now())
                    && !isByLater(sanction, Instant.ofEpochMilli(arrived.at()))) {
                long interval = Math.min(sanction.getIntervalMillis(), LONGEST_INTERVAL);
                here = sanction.getRoom().isEmpty() ? here : Math.max(here, interval);
                everywhere = sanction.getRoom().isEmpty() ? Math.max(everywhere, interval) : everywhere;
            }
        }
        return here == 0 && everywhere == 0 ? SlowMode.NONE : new SlowMode(here, everywhere);
    }

    /// Whether the ladder led to the sanction by a message that is not before the one of a time. Such a one was
    /// judged without it, and is again when it is read again after a crash.
    private static boolean isByLater(Sanction sanction, Instant at) {
        return sanction.getActor().equals(Escalations.ACTOR)
                && !sanction.getFrom().isBefore(at);
    }

    private static boolean applies(Sanction sanction, String room, Instant now) {
        Instant until = sanction.getUntil();
        return (until == null || until.isAfter(now))
                && (sanction.getRoom().isEmpty() || sanction.getRoom().equals(room));
    }
}
