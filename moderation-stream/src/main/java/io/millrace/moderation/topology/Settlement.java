package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.rule.Refusal;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a message that was kept back comes to: its room gets it or its sender is told, and the decision is
/// recorded. Owned by one stream thread.
final class Settlement {

    private final PolicySource policies;

    Settlement(PolicySource policies) {
        this.policies = policies;
    }

    /// What the sender of a held message is told in the end, if it was told nothing before.
    static Refusal rejected() {
        return new Refusal(Refusal.REJECTED_BY_MODERATION, "message rejected by moderation");
    }

    /// Gives the outcome; a repeat changes nothing.
    void give(HeldMessage settled, Emitter out) {
        if (settled.getReleased()) {
            publish(settled, out);
            flagged(settled, out);
        } else if (!settled.getTold()) {
            out.answer(refusal(settled));
        }
        decision(settled, out);
    }

    /// The decision on a message whose outcome was given, once more.
    static void decision(HeldMessage settled, Emitter out) {
        out.decision(
                settled.getKey(),
                Outcomes.decision(
                                settled,
                                Objects.requireNonNull(settled.getVerdict()),
                                Objects.requireNonNull(settled.getSettledAt()))
                        .setErrorCode(settled.getTold() ? null : settled.getRefusalCode())
                        .build());
    }

    private void flagged(HeldMessage published, Emitter out) {
        boolean decided = published.getStage() == Stage.PERSON;
        if (!decided && reviewsFlagged(published) && Outcomes.isFlagged(published.getReasons())) {
            out.review(
                    published.getKey(),
                    ReviewItems.of(
                                    ReviewKind.FLAGGED,
                                    published.getMessage(),
                                    published.getReasons(),
                                    published.getScores(),
                                    Objects.requireNonNull(published.getSettledAt()))
                            .build());
        }
    }

    private boolean reviewsFlagged(HeldMessage published) {
        return policies.of(new RoomId(published.getMessage().getRoom())).holds().reviewFlagged();
    }

    /// Tells the outcome to somebody who asks for it now; the decision is recorded already.
    static void tellAgain(HeldMessage settled, Emitter out) {
        if (settled.getReleased()) {
            publish(settled, out);
        } else {
            out.answer(refusal(settled));
        }
    }

    private static void publish(HeldMessage message, Emitter out) {
        ByteBuffer masked = message.getMasked();
        MessageSubmitted content = message.getMessage();
        out.command(Outcomes.publish(content, masked == null ? content.getData() : masked, message.getTold()));
    }

    private static @Nullable InboxDelivery refusal(HeldMessage settled) {
        int code = Objects.requireNonNull(settled.getRefusalCode());
        return Outcomes.rejected(settled.getMessage(), code, settled.getRefusalReason());
    }
}
