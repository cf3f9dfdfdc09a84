package io.millrace.moderation.topology;

import io.millrace.id.Inbox;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.edge.Taken;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The records that a verdict becomes.
///
/// @param decision for the record of decisions; null when no verdict was asked for
/// @param command for the room; null when refused
/// @param answer for the sender's edge; null when allowed, or when nobody waits
record Outcome(
        @Nullable ModerationDecision decision,
        @Nullable RoomCommand command,
        @Nullable InboxDelivery answer) {

    /// A message of a namespace that is not moderated.
    static Outcome passed(Submission submission) {
        return new Outcome(null, publish(submission.message()), null);
    }

    /// A judged message.
    ///
    /// @param policy version of the policy that was applied
    /// @param decidedAt when the verdict fell
    static Outcome of(Submission submission, Verdict verdict, String policy, Instant decidedAt) {
        MessageSubmitted message = submission.message();
        ModerationDecision decision = decision(message, verdict, policy, decidedAt);
        return switch (verdict) {
            case Verdict.Allow _ -> new Outcome(decision, publish(message), null);
            case Verdict.Mask _, Verdict.Hold _ ->
                new Outcome(decision, null, rejected(submission, Refusal.HELD, "message held for review"));
            case Verdict.Shadow _ ->
                new Outcome(decision, null, taken(submission, publish(message).getPublish()));
            case Verdict.Drop _ -> new Outcome(decision, null, taken(submission, null));
            case Verdict.Bounce bounce ->
                new Outcome(decision, null, rejected(submission, bounce.code(), bounce.reason()));
        };
    }

    private static RoomCommand publish(MessageSubmitted message) {
        Publish publish = new Publish(
                message.getMessageId(),
                message.getSender(),
                message.getData(),
                message.getFormat(),
                message.getSubmittedAt(),
                message.getReplyTo(),
                null);
        return RoomCommand.newBuilder()
                .setRoom(message.getRoom())
                .setPublish(publish)
                .build();
    }

    private static @Nullable InboxDelivery rejected(Submission submission, int code, String reason) {
        return answer(submission, answer -> answer.setRejected(new Rejected(code, reason)));
    }

    private static @Nullable InboxDelivery taken(Submission submission, @Nullable Publish echo) {
        return answer(submission, answer -> answer.setTaken(new Taken(echo)));
    }

    private static @Nullable InboxDelivery answer(
            Submission submission, Function<PublishAnswer.Builder, PublishAnswer.Builder> outcome) {
        ReplyAddress replyTo = submission.message().getReplyTo();
        Inbox inbox = submission.replyTo();
        if (replyTo == null || inbox == null) {
            return null;
        }
        PublishAnswer.Builder answer = PublishAnswer.newBuilder()
                .setCorrelation(replyTo.getCorrelation())
                .setMessageId(submission.message().getMessageId());
        return new InboxDelivery(
                inbox,
                EdgeDelivery.newBuilder()
                        .setIncarnation(replyTo.getIncarnation())
                        .setRoom(submission.message().getRoom())
                        .setAnswer(outcome.apply(answer).build())
                        .build());
    }

    private static ModerationDecision decision(
            MessageSubmitted message, Verdict verdict, String policy, Instant decidedAt) {
        return ModerationDecision.newBuilder()
                .setMessageId(message.getMessageId())
                .setRoom(message.getRoom())
                .setUser(message.getSender().getUser())
                .setClient(message.getSender().getClient())
                .setVerdict(kind(verdict))
                .setReasons(reasons(verdict.hits()))
                .setErrorCode(errorCode(verdict))
                .setPolicyVersion(policy)
                .setSubmittedAt(message.getSubmittedAt())
                .setDecidedAt(decidedAt)
                .build();
    }

    private static io.millrace.schema.moderation.Verdict kind(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _ -> io.millrace.schema.moderation.Verdict.ALLOW;
            case Verdict.Mask _ -> io.millrace.schema.moderation.Verdict.MASK;
            case Verdict.Hold _ -> io.millrace.schema.moderation.Verdict.HOLD;
            case Verdict.Shadow _ -> io.millrace.schema.moderation.Verdict.SHADOW;
            case Verdict.Drop _ -> io.millrace.schema.moderation.Verdict.DROP;
            case Verdict.Bounce _ -> io.millrace.schema.moderation.Verdict.BOUNCE;
        };
    }

    private static @Nullable Integer errorCode(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allow _, Verdict.Mask _, Verdict.Shadow _, Verdict.Drop _ -> null;
            case Verdict.Hold _ -> Refusal.HELD;
            case Verdict.Bounce bounce -> bounce.code();
        };
    }

    private static List<Reason> reasons(List<Hit> hits) {
        return hits.stream().map(Outcome::reason).toList();
    }

    private static Reason reason(Hit hit) {
        Span span = hit.span();
        return new Reason(
                hit.rule().label(),
                hit.label(),
                hit.score(),
                span == null ? null : span.start(),
                span == null ? null : span.end(),
                hit.severity().label(),
                hit.trial());
    }
}
