package io.millrace.moderation.topology;

import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.text.PayloadMask;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries out verdicts on what users submit. Owned by one stream thread.
final class Execution {

    private static final Refusal FULL =
            new Refusal(Refusal.MODERATION_UNAVAILABLE, "too many messages wait for moderation");
    private static final String WARNING = "; this is a warning";

    private final Holding holding;
    private final Scoring scoring;
    private final Escalations escalations;

    Execution(Holding holding, Scoring scoring, Escalations escalations) {
        this.holding = holding;
        this.scoring = scoring;
        this.escalations = escalations;
    }

    /// Makes the output.
    ///
    /// @return whether the message was taken, so that its sender is not told "no"
    boolean carryOut(Judged judged, Emitter out) {
        if (judged.verdict() instanceof Verdict.Bounce bounce) {
            boolean warned = strike(judged, out);
            refuse(judged, bounce.code(), bounce.reason() + (warned ? WARNING : ""), out);
            return false;
        }
        boolean taken = take(judged, out);
        if (taken) {
            var _ = strike(judged, out);
        }
        return taken;
    }

    private boolean take(Judged judged, Emitter out) {
        return switch (judged.verdict()) {
            case Verdict.Allow _ -> pass(judged, null, out);
            case Verdict.Mask mask -> pass(judged, masked(judged, mask.spans()), out);
            case Verdict.Hold _ -> hold(judged, out);
            case Verdict.Shadow _ -> {
                out.answer(Outcomes.taken(judged.message(), true));
                decided(judged, null, null, out);
                yield true;
            }
            case Verdict.Drop _ -> {
                out.answer(Outcomes.taken(judged.message(), false));
                decided(judged, null, null, out);
                yield true;
            }
            case Verdict.Bounce _ -> false;
        };
    }

    /// @return whether the sender is to be warned
    private boolean strike(Judged judged, Emitter out) {
        List<Hit> hits = judged.verdict().hits();
        double weight = hits.isEmpty() || judged.exempt() ? 0 : Escalations.weight(hits, judged.policy());
        if (weight == 0) {
            return false;
        }
        MessageSubmitted message = judged.message();
        Escalations.Offence offence = new Escalations.Offence(
                judged.key(),
                message.getSender().getUser(),
                message.getRoom(),
                message.getMessageId(),
                judged.arrival().at());
        boolean refused = judged.verdict() instanceof Verdict.Bounce;
        return escalations.strike(offence, weight, judged.policy(), refused, out);
    }

    private static ByteBuffer masked(Judged judged, List<Span> spans) {
        MessageSubmitted message = judged.message();
        return PayloadMask.mask(
                message.getData(), message.getFormat(), judged.policy().limits().text(), spans);
    }

    /// @param masked payload to publish instead; null for the own one
    private boolean pass(Judged judged, @Nullable ByteBuffer masked, Emitter out) {
        ScorerUse.Mode mode =
                judged.exempt() ? ScorerUse.Mode.OFF : judged.policy().scorer().mode();
        boolean scored =
                mode != ScorerUse.Mode.OFF && !judged.candidate().rawText().isEmpty();
        boolean waits = scored && mode == ScorerUse.Mode.HOLD && mayWait(judged);
        String model = scored && !waits && mode == ScorerUse.Mode.HOLD ? Scoring.ABSENT : null;
        MessageSubmitted message = judged.message();
        if (waits || holding.hasEarlier(message, judged.arrival().position())) {
            if (isFull(judged, out)) {
                return false;
            }
            keep(judged, message(judged, masked, model), waits, out);
        } else {
            out.command(Outcomes.publish(message, masked == null ? message.getData() : masked, false));
            decided(judged, null, model, out);
            flagged(judged, out);
        }
        if (scored && !waits) {
            scoring.askAfter(
                    judged.key(),
                    message,
                    judged.candidate().rawText(),
                    masked != null,
                    Outcomes.reasons(judged.verdict().hits()),
                    out);
        }
        return true;
    }

    /// While the larger model is away or too many of all senders wait, messages that would go without it anyway do
    /// not wait first. Who has filled only the own places is refused: else it would be a way around the model.
    private boolean mayWait(Judged judged) {
        return judged.policy().scorer().whenDown() != ScorerUse.WhenDown.OPEN
                || (scoring.mayWait(judged.now()) && !holding.isCrowded());
    }

    private void keep(Judged judged, HeldMessage message, boolean forScorer, Emitter out) {
        if (forScorer) {
            Instant deadline = judged.now().plus(judged.policy().scorer().deadline());
            holding.forScorer(message, deadline, out);
            scoring.askFor(
                    HeldMessage.newBuilder(message).setDeadline(deadline).build(),
                    judged.candidate().rawText(),
                    out);
        } else {
            holding.forTurn(message, out);
        }
    }

    private boolean hold(Judged judged, Emitter out) {
        if (isFull(judged, out)) {
            return false;
        }
        List<Span> spans = judged.verdict().spans();
        ByteBuffer masked = spans.isEmpty() ? null : masked(judged, spans);
        holding.forPerson(message(judged, masked, null), judged.policy(), out, judged.now());
        return true;
    }

    private boolean isFull(Judged judged, Emitter out) {
        if (holding.hasRoom(judged.message(), judged.policy().holds())) {
            return false;
        }
        refuse(judged, FULL.code(), FULL.reason(), out);
        return true;
    }

    private static HeldMessage message(Judged judged, @Nullable ByteBuffer masked, @Nullable String model) {
        return HeldMessage.newBuilder()
                .setKey(judged.key())
                .setPosition(judged.arrival().position())
                .setMessage(judged.message())
                .setMasked(masked)
                .setModel(model)
                .setAwaits(Awaited.TURN)
                .setReasons(Outcomes.reasons(judged.verdict().hits()))
                .setPolicyVersion(judged.policy().version())
                .setTold(false)
                .build();
    }

    private void refuse(Judged judged, int code, String reason, Emitter out) {
        out.answer(Outcomes.rejected(judged.message(), code, reason));
        decided(judged, code, null, out);
    }

    private void decided(Judged judged, @Nullable Integer code, @Nullable String model, Emitter out) {
        var kind = code == null ? kind(judged.verdict()) : io.millrace.schema.moderation.Verdict.BOUNCE;
        out.decision(
                judged.key(),
                Outcomes.decision(
                                judged.message(),
                                kind,
                                Outcomes.reasons(judged.verdict().hits()),
                                judged.policy().version(),
                                judged.now())
                        .setErrorCode(code)
                        .setModel(model)
                        .build());
    }

    private void flagged(Judged judged, Emitter out) {
        List<Hit> hits = judged.verdict().hits();
        boolean shown = judged.policy().holds().reviewFlagged()
                && !hits.isEmpty()
                && !hits.getFirst().trial();
        if (shown) {
            out.review(
                    judged.key(),
                    ReviewItems.of(ReviewKind.FLAGGED, judged.message(), Outcomes.reasons(hits), Map.of(), judged.now())
                            .build());
        }
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
}
