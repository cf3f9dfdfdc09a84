package io.millrace.moderation.topology;

import io.millrace.id.Inbox;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;
import io.millrace.schema.edge.Taken;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The records that a verdict becomes.
final class Outcomes {

    private static final int MOST_REASONS = 8;
    private static final List<String> MILDEST_FIRST = labels();
    private static final Comparator<Reason> TRIALS_LAST_STRICTEST_FIRST = Comparator.comparing(Reason::getTrial)
            .thenComparing(Comparator.comparingInt((Reason reason) -> MILDEST_FIRST.indexOf(reason.getAction()))
                    .reversed());

    private Outcomes() {}

    /// The message for its room.
    ///
    /// @param data payload to publish
    /// @param answered whether the sender has its answer already
    static RoomCommand publish(MessageSubmitted message, ByteBuffer data, boolean answered) {
        return RoomCommand.newBuilder()
                .setRoom(message.getRoom())
                .setPublish(publication(message, data, answered))
                .build();
    }

    private static Publish publication(MessageSubmitted message, ByteBuffer data, boolean answered) {
        return new Publish(
                message.getMessageId(),
                message.getSender(),
                data,
                message.getFormat(),
                message.getSubmittedAt(),
                answered ? null : message.getReplyTo(),
                null);
    }

    /// The end of a publication.
    ///
    /// @param commandId a repeat with the same one changes nothing
    static RoomCommand retract(String room, String messageId, String commandId, String reason, String actor) {
        return RoomCommand.newBuilder()
                .setRoom(room)
                .setRetract(Retract.newBuilder()
                        .setCommandId(commandId)
                        .setMessageId(messageId)
                        .setReason(reason)
                        .setActor(actor)
                        .build())
                .build();
    }

    /// The sender is told why not; null when nobody waits.
    static @Nullable InboxDelivery rejected(MessageSubmitted message, int code, String reason) {
        return answer(message, answer -> answer.setRejected(new Rejected(code, reason)));
    }

    /// The sender believes that it was published; null when nobody waits.
    ///
    /// @param shown whether its own sessions see it
    static @Nullable InboxDelivery taken(MessageSubmitted message, boolean shown) {
        Publish echo = shown ? publication(message, message.getData(), true) : null;
        return answer(message, answer -> answer.setTaken(new Taken(echo)));
    }

    private static @Nullable InboxDelivery answer(
            MessageSubmitted message, UnaryOperator<PublishAnswer.Builder> outcome) {
        ReplyAddress replyTo = message.getReplyTo();
        if (replyTo == null) {
            return null;
        }
        PublishAnswer.Builder answer = PublishAnswer.newBuilder()
                .setCorrelation(replyTo.getCorrelation())
                .setMessageId(message.getMessageId());
        return new InboxDelivery(
                new Inbox(replyTo.getInbox()),
                EdgeDelivery.newBuilder()
                        .setIncarnation(replyTo.getIncarnation())
                        .setRoom(message.getRoom())
                        .setAnswer(outcome.apply(answer).build())
                        .build());
    }

    /// The record of a verdict; the stage is that of the rules.
    static ModerationDecision.Builder decision(
            MessageSubmitted message, Verdict verdict, List<Reason> reasons, String policy, Instant decidedAt) {
        return ModerationDecision.newBuilder()
                .setMessageId(message.getMessageId())
                .setRoom(message.getRoom())
                .setUser(message.getSender().getUser())
                .setClient(message.getSender().getClient())
                .setVerdict(verdict)
                .setReasons(reasons)
                .setPolicyVersion(policy)
                .setSubmittedAt(message.getSubmittedAt())
                .setDecidedAt(decidedAt);
    }

    /// The record of a verdict on a message that was kept back.
    static ModerationDecision.Builder decision(HeldMessage held, Verdict verdict, Instant decidedAt) {
        return decision(held.getMessage(), verdict, held.getReasons(), held.getPolicyVersion(), decidedAt)
                .setStage(held.getStage())
                .setActor(held.getActor())
                .setScores(held.getScores())
                .setModel(held.getModel());
    }

    /// Whether a rule objects that is more than tried out.
    static boolean isFlagged(List<Reason> reasons) {
        return !reasons.isEmpty() && !reasons.getFirst().getTrial();
    }

    /// What fired later and before, the strictest first.
    static List<Reason> together(List<Hit> hits, List<Reason> earlier) {
        return Stream.concat(reasons(hits).stream(), earlier.stream())
                .sorted(TRIALS_LAST_STRICTEST_FIRST)
                .limit(MOST_REASONS)
                .toList();
    }

    private static List<String> labels() {
        return Stream.of(Severity.values()).map(Severity::label).toList();
    }

    /// The strictest hits, as they are recorded.
    static List<Reason> reasons(List<Hit> hits) {
        return hits.stream().limit(MOST_REASONS).map(Outcomes::reason).toList();
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
