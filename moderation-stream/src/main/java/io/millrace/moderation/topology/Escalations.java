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

    private static final String ACTOR = "escalation";

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
        Behaviour behaviour = policy.behaviour();
        if (offence.user.isEmpty() || behaviour.ladder().isOff() || !(weight > 0)) {
            return false;
        }
        String sender = "u:" + offence.user;
        Strikes before = strikes.get(sender);
        Struck struck = behaviour.escalation().strike(before, offence.cause(), offence.at, weight);
        strikes.put(sender, before, struck.after());
        Step step = struck.step();
        return step != null && take(step, offence, out);
    }

    /// Takes the strike for a message back, and ends what it led to.
    void pardon(Offence offence, Policy policy, Emitter out) {
        String sender = "u:" + offence.user;
        Strikes before = strikes.get(sender);
        if (before == null) {
            return;
        }
        Struck pardoned = policy.behaviour().escalation().pardon(before, offence.cause(), offence.at);
        strikes.put(sender, before, pardoned.after());
        Step step = pardoned.step();
        if (step != null && kind(step.action()) != null) {
            out.endSanction(sanctionId(offence));
        }
    }

    private static boolean take(Step step, Offence offence, Emitter out) {
        SanctionKind kind = kind(step.action());
        if (kind != null) {
            out.sanction(sanction(step, kind, offence));
        } else if (step.action() == StepAction.BAN_PROPOSAL) {
            out.review(offence.key, proposal(offence));
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

    private static Sanction sanction(Step step, SanctionKind kind, Offence offence) {
        Instant from = Instant.ofEpochMilli(offence.at);
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

    private static ReviewItem proposal(Offence offence) {
        return ReviewItem.newBuilder()
                .setId(ReviewItems.id(ReviewKind.BAN_PROPOSAL, offence.room, offence.messageId))
                .setKind(ReviewKind.BAN_PROPOSAL)
                .setMessageId(offence.messageId)
                .setRoom(offence.room)
                .setUser(offence.user)
                .setAt(Instant.ofEpochMilli(offence.at))
                .build();
    }

    private static String sanctionId(Offence offence) {
        return ReviewItems.id(ReviewKind.BAN_PROPOSAL, offence.room, "sanction " + offence.messageId);
    }
}
