package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.HeldMessage;
import java.time.Instant;
import java.util.List;

/// Carries out what moderators decided about messages. Owned by one stream thread.
final class Rulings {

    private final PolicySource policies;
    private final HeldMessages held;
    private final Holding holding;

    Rulings(PolicySource policies, HeldMessages held, Holding holding) {
        this.policies = policies;
        this.held = held;
        this.holding = holding;
    }

    /// Takes a ruling.
    ///
    /// @throws IllegalArgumentException when it is none that can be carried out
    void ruled(String key, Ruling ruling, Emitter out, Instant now) {
        String policy = policies.of(new RoomId(ruling.getRoom())).version();
        if (ruling.getAction() == RulingAction.UNKNOWN) {
            throw new IllegalArgumentException("ruling with an action that is not known here");
        }
        Changes.whole(() -> carryOut(key, ruling, policy, out, now));
    }

    private void carryOut(String key, Ruling ruling, String policy, Emitter out, Instant now) {
        HeldMessage known = held.find(ruling.getRoom(), ruling.getMessageId());
        boolean waits = known != null && !HeldMessages.isSettled(known);
        switch (ruling.getAction()) {
            case APPROVE -> {
                if (known != null && waits) {
                    holding.ready(decided(known, ruling), out, now);
                } else {
                    out.decision(key, decision(ruling, Verdict.ALLOW, policy, now));
                }
            }
            case REMOVE -> {
                if (known != null && waits) {
                    holding.discard(decided(known, ruling), Verdict.DROP, Holding.rejected(), out, now);
                } else {
                    out.command(Outcomes.retract(
                            ruling.getRoom(),
                            ruling.getMessageId(),
                            ruling.getOffset(),
                            ruling.getId(),
                            ruling.getReason(),
                            ruling.getActor()));
                    out.decision(key, decision(ruling, Verdict.RETRACT, policy, now));
                }
            }
            case PARDON, UNKNOWN -> out.decision(key, decision(ruling, Verdict.ALLOW, policy, now));
        }
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
