package io.millrace.moderation.topology;

import io.millrace.moderation.policy.Behaviour;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.strike.Step;
import io.millrace.moderation.strike.StepAction;
import io.millrace.moderation.strike.Strikes;
import io.millrace.moderation.strike.Struck;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives strikes and takes the steps that they lead to. Anonymous users have none: nobody could be held to
/// them. Owned by one stream thread.
final class Escalations {

    /// Who gives the sanctions of the ladder.
    static final String ACTOR = "escalation";

    private static final long MINUTE_MILLIS = 60_000;

    private final SenderStore<Strikes> strikes;

    Escalations(SenderStore<Strikes> strikes) {
        this.strikes = strikes;
    }

    /// A message that somebody may be reproached with.
    ///
    /// @param at time of the reproach, milliseconds since 1970; the same again when it is repeated
    record Offence(String key, String user, String room, String messageId, long at) {

        /// The room is part of it: ids are unique in a room.
        String cause() {
            return room + ' ' + messageId;
        }
    }

    /// What the hits of a refused or altered message weigh in strikes: the heaviest counts.
    static double weight(List<Hit> hits, Policy policy) {
        double heaviest = 0;
        for (Hit hit : hits) {
            if (!hit.trial()) {
                heaviest = Math.max(heaviest, policy.behaviour().ladder().weight(hit.rule(), hit.severity()));
            }
        }
        return heaviest;
    }

    /// Gives a strike.
    ///
    /// @return whether the sender is to be warned
    boolean strike(Offence offence, double weight, Policy policy, Emitter out) {
        return strike(offence, weight, policy, false, out);
    }

    /// Gives a strike.
    ///
    /// @param refused whether the rules refused it, so that its id may come again with another message
    /// @return whether the sender is to be warned
    boolean strike(Offence offence, double weight, Policy policy, boolean refused, Emitter out) {
        Behaviour behaviour = policy.behaviour();
        boolean exempt = policy.exempt().users().contains(offence.user);
        if (offence.user.isEmpty() || exempt || behaviour.ladder().isOff() || !(weight > 0)) {
            return false;
        }
        String sender = "u:" + offence.user;
        Strikes before = strikes.get(sender);
        String first = offence.cause();
        boolean another = refused && behaviour.escalation().isAnother(before, first, offence.at);
        // Ids have no line feeds; of those within a minute one counts.
        String cause = another ? first + '\n' + offence.at / MINUTE_MILLIS : first;
        Struck struck = behaviour.escalation().strike(before, cause, offence.at, weight);
        strikes.put(sender, before, struck.after());
        Step step = struck.step();
        // Whoever reproaches the message later once more does not begin the step anew, or bring one back that
        // somebody has ended.
        boolean later = offence.at > struck.at();
        return step != null && !later && take(step, Instant.ofEpochMilli(struck.at()), offence, out);
    }

    /// Takes the strike for a message back, and ends what it led to. A crash may have cut the end off when the
    /// strike is gone already, so it is said in any case.
    void pardon(Offence offence, Policy policy, Emitter out) {
        if (offence.user.isEmpty()) {
            return;
        }
        String sender = "u:" + offence.user;
        Strikes before = strikes.get(sender);
        if (before != null) {
            Struck pardoned = policy.behaviour().escalation().pardon(before, offence.cause(), offence.at);
            strikes.put(sender, before, pardoned.after());
        }
        out.endSanction(sanctionId(offence));
    }

    private static boolean take(Step step, Instant from, Offence offence, Emitter out) {
        SanctionKind kind = kind(step.action());
        if (kind != null) {
            out.sanction(sanction(step, kind, from, offence));
        } else if (step.action() == StepAction.BAN_PROPOSAL) {
            out.review(offence.key, proposal(offence, from));
        }
        return step.action() == StepAction.WARN;
    }

    private static @Nullable SanctionKind kind(StepAction action) {
        return switch (action) {
            case SLOW -> SanctionKind.SLOW;
            case TIMEOUT -> SanctionKind.TIMEOUT;
            case MUTE -> SanctionKind.MUTE;
            case WARN, BAN_PROPOSAL -> null;
        };
    }

    private static Sanction sanction(Step step, SanctionKind kind, Instant from, Offence offence) {
        return Sanction.newBuilder()
                .setId(sanctionId(offence))
                .setUser(offence.user)
                .setKind(kind)
                .setIntervalMillis(step.interval().toMillis())
                .setFrom(from)
                .setUntil(step.length().isZero() ? null : from.plus(step.length()))
                .setReason("too many rejected messages")
                .setActor(ACTOR)
                .setCause(offence.messageId)
                .build();
    }

    private static ReviewItem proposal(Offence offence, Instant at) {
        return ReviewItem.newBuilder()
                .setId(ReviewItems.id(ReviewKind.BAN_PROPOSAL, offence.room, offence.messageId))
                .setKind(ReviewKind.BAN_PROPOSAL)
                .setMessageId(offence.messageId)
                .setRoom(offence.room)
                .setUser(offence.user)
                .setAt(at)
                .build();
    }

    /// The user is part of it, so that a pardon for one user ends nothing of another.
    private static String sanctionId(Offence offence) {
        String cause = "sanction " + offence.messageId + '\n' + offence.user;
        return ReviewItems.id(ReviewKind.BAN_PROPOSAL, offence.room, cause);
    }
}
