package io.millrace.moderation.topology;

import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.HeldMessage;
import java.time.Instant;
import java.util.List;

/// Carries out what moderators decided about messages. Owned by one stream thread.
final class Rulings {

    /// What a message that a person removed weighs in strikes.
    private static final double REMOVAL = 1;

    private final PolicySource policies;
    private final HeldMessages held;
    private final Holding holding;
    private final Escalations escalations;

    Rulings(PolicySource policies, HeldMessages held, Holding holding, Escalations escalations) {
        this.policies = policies;
        this.held = held;
        this.holding = holding;
        this.escalations = escalations;
    }

    /// Takes a ruling.
    ///
    /// @throws IllegalArgumentException when it is none that can be carried out
    void ruled(String key, Ruling ruling, Emitter out, Instant now) {
        Policy policy = policies.of(new RoomId(ruling.getRoom()));
        var _ = new MessageId(ruling.getMessageId());
        var _ = new MessageId(ruling.getId()); // A retraction has it for its own.
        if (ruling.getAction() == RulingAction.UNKNOWN) {
            throw new IllegalArgumentException("ruling with an action that is not known here");
        }
        Changes.whole(() -> carryOut(key, ruling, policy, out, now));
    }

    private void carryOut(String key, Ruling ruling, Policy policy, Emitter out, Instant now) {
        HeldMessage known = held.find(ruling.getRoom(), ruling.getMessageId());
        boolean waits = known != null && !HeldMessages.isSettled(known);
        boolean gone = known != null && HeldMessages.isSettled(known) && !known.getReleased();
        switch (ruling.getAction()) {
            case APPROVE -> {
                if (known != null && waits) {
                    holding.ready(decided(known, ruling), out, now);
                } else if (known != null && gone) {
                    Settlement.decision(known, out); // Too late, for example: that stands.
                } else if (known != null || !isAboutHeld(ruling)) {
                    out.decision(key, decision(ruling, Verdict.ALLOW, policy.version(), now));
                }
            }
            case REMOVE -> {
                var _ = escalations.strike(offence(key, ruling), REMOVAL, policy, out);
                if (known != null && waits) {
                    holding.discard(decided(known, ruling), Verdict.DROP, Settlement.rejected(), out, now);
                } else if (known != null && gone) {
                    Settlement.decision(known, out);
                } else {
                    out.command(retraction(ruling));
                    out.decision(key, decision(ruling, Verdict.RETRACT, policy.version(), now));
                }
            }
            case PARDON, UNKNOWN -> {
                escalations.pardon(offence(key, ruling), policy, out);
                out.decision(key, decision(ruling, Verdict.ALLOW, policy.version(), now));
            }
        }
    }

    /// Offsets begin anew with each epoch: one without its epoch could be that of another message by now.
    private static RoomCommand retraction(Ruling ruling) {
        RoomCommand command = Outcomes.retract(
                ruling.getRoom(), ruling.getMessageId(), ruling.getId(), ruling.getReason(), ruling.getActor());
        if (ruling.getEpoch() != null) {
            command.getRetract().setEpoch(ruling.getEpoch());
            command.getRetract().setOffset(ruling.getOffset());
        }
        return command;
    }

    private static boolean isAboutHeld(Ruling ruling) {
        String held = ReviewItems.id(ReviewKind.HELD, ruling.getRoom(), ruling.getMessageId());
        return held.equals(ruling.getReview());
    }

    private static Escalations.Offence offence(String key, Ruling ruling) {
        return new Escalations.Offence(
                key,
                ruling.getUser(),
                ruling.getRoom(),
                ruling.getMessageId(),
                ruling.getAt().toEpochMilli());
    }

    private static HeldMessage decided(HeldMessage waiting, Ruling ruling) {
        return HeldMessage.newBuilder(waiting)
                .setStage(Stage.PERSON)
                .setActor(ruling.getActor())
                .build();
    }

    private static ModerationDecision decision(Ruling ruling, Verdict verdict, String policy, Instant now) {
        return ModerationDecision.newBuilder()
                .setMessageId(ruling.getMessageId())
                .setRoom(ruling.getRoom())
                .setUser(ruling.getUser())
                .setClient(ruling.getClient())
                .setVerdict(verdict)
                .setReasons(List.of())
                .setPolicyVersion(policy)
                .setStage(Stage.PERSON)
                .setActor(ruling.getActor())
                .setSubmittedAt(ruling.getAt())
                .setDecidedAt(now)
                .build();
    }
}
