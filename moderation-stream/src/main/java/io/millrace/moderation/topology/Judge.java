package io.millrace.moderation.topology;

import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.ScorerUse;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.text.PayloadMask;
import io.millrace.moderation.text.Span;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges what users submit and carries the verdicts out. Owned by one stream thread.
final class Judge {

    private static final Refusal UNAVAILABLE =
            new Refusal(Refusal.MODERATION_UNAVAILABLE, "too many messages wait for moderation");
    private static final Refusal LOCKED = new Refusal(Refusal.LOCKED_DOWN, "room is locked down");

    private final Environment environment;
    private final Senders senders;
    private final HeldMessages held;
    private final Holding holding;
    private final Scoring scoring;
    private final ModerationMeters meters;

    Judge(
            Environment environment,
            Senders senders,
            HeldMessages held,
            Holding holding,
            Scoring scoring,
            ModerationMeters meters) {
        this.environment = environment;
        this.senders = senders;
        this.held = held;
        this.holding = holding;
        this.scoring = scoring;
        this.meters = meters;
    }

    /// A message and what was found out about it.
    ///
    /// @param position Kafka offset of the message, the order of its sender
    private record Case(
            Submission submission, long position, Policy policy, Candidate candidate, Verdict verdict, Instant now) {

        MessageSubmitted message() {
            return submission.message();
        }
    }

    /// Takes one message.
    ///
    /// @param position its Kafka offset
    /// @param at its time, milliseconds since 1970
    void submitted(Submission submission, long position, long at, Emitter out, Instant now) {
        MessageSubmitted message = submission.message();
        HeldMessage earlier = held.isEmpty() ? null : held.find(message.getRoom(), message.getMessageId());
        if (earlier != null && earlier.getPosition() == position) {
            Changes.whole(() -> holding.again(earlier, message, out));
            return;
        }
        long started = System.nanoTime();
        Buckets before = senders.get(submission.sender());
        Admission admission = environment.policies().general().limits().rates().admit(before, position, at);
        if (earlier != null && !Holding.isTemporary(earlier)) {
            Changes.whole(() -> {
                senders.put(submission.sender(), before, admission.after());
                again(earlier, message, admission.admitted(), out);
            });
            return;
        }
        Policy policy = environment.policies().of(submission.room());
        Candidate candidate = new Candidate(
                message.getData(), message.getFormat(), policy.limits().text());
        boolean exempt = Exempt.covers(policy.exempt(), message.getSender());
        List<Hit> standing = standing(message, admission.admitted(), exempt, now);
        Verdict verdict = exempt ? policy.judgeExempt(candidate, standing) : policy.judge(candidate, standing);
        Duration spent = Duration.ofNanos(System.nanoTime() - started);

        Changes.whole(() -> {
            senders.put(submission.sender(), before, admission.after());
            if (earlier != null) {
                held.forget(earlier);
            }
            carryOut(new Case(submission, position, policy, candidate, verdict, now), exempt, out);
        });
        meters.judged(verdict, spent, Duration.between(message.getSubmittedAt(), now));
    }

    /// A message that was sent again with the same id costs its sender as much as another one.
    private void again(HeldMessage known, MessageSubmitted repeat, boolean admitted, Emitter out) {
        if (admitted) {
            holding.again(known, repeat, out);
        } else {
            Refusal told = Policy.TOO_FAST.told();
            out.answer(Outcomes.rejected(repeat, told.code(), told.reason()));
        }
    }

    /// What is held against a message whatever it says.
    private List<Hit> standing(MessageSubmitted message, boolean admitted, boolean exempt, Instant now) {
        Hit sanction = Standing.refusal(environment.restrictions(), message, now);
        if (sanction != null) {
            return List.of(sanction);
        }
        Lockdown lockdown = exempt ? null : environment.restrictions().lockdown(message.getRoom());
        if (lockdown != null && lockdown.getUntil().isAfter(now)) {
            return List.of(Hit.refused(RuleId.LOCKDOWN, LOCKED));
        }
        return admitted ? List.of() : List.of(Policy.TOO_FAST);
    }

    private void carryOut(Case judged, boolean exempt, Emitter out) {
        switch (judged.verdict) {
            case Verdict.Allow _ -> pass(judged, null, exempt, out);
            case Verdict.Mask mask -> pass(judged, masked(judged, mask.spans()), exempt, out);
            case Verdict.Hold _ -> hold(judged, out);
            case Verdict.Shadow _ -> {
                out.answer(Outcomes.taken(judged.message(), true));
                decided(judged, null, null, out);
            }
            case Verdict.Drop _ -> {
                out.answer(Outcomes.taken(judged.message(), false));
                decided(judged, null, null, out);
            }
            case Verdict.Bounce bounce -> refuse(judged, bounce.code(), bounce.reason(), out);
        }
    }

    private static ByteBuffer masked(Case judged, List<Span> spans) {
        MessageSubmitted message = judged.message();
        return PayloadMask.mask(
                message.getData(), message.getFormat(), judged.policy.limits().text(), spans);
    }

    /// @param masked payload to publish instead; null for the own one
    private void pass(Case judged, @Nullable ByteBuffer masked, boolean exempt, Emitter out) {
        ScorerUse.Mode mode =
                exempt ? ScorerUse.Mode.OFF : judged.policy.scorer().mode();
        boolean scored =
                mode != ScorerUse.Mode.OFF && !judged.candidate.rawText().isEmpty();
        boolean waits = scored && mode == ScorerUse.Mode.HOLD && mayWait(judged);
        String model = scored && !waits && mode == ScorerUse.Mode.HOLD ? Scoring.ABSENT : null;
        MessageSubmitted message = judged.message();
        if (waits || holding.hasEarlier(message, judged.position)) {
            if (isFull(judged, out)) {
                return;
            }
            keep(judged, message(judged, masked, model), waits, out);
        } else {
            out.command(Outcomes.publish(message, masked == null ? message.getData() : masked, false));
            decided(judged, null, model, out);
            flagged(judged, out);
        }
        if (scored && !waits) {
            scoring.askAfter(
                    judged.submission.key(),
                    message,
                    judged.candidate.rawText(),
                    masked != null,
                    Outcomes.reasons(judged.verdict.hits()),
                    out);
        }
    }

    /// While the larger model is away or many wait, messages that would go without it anyway do not wait first.
    private boolean mayWait(Case judged) {
        return judged.policy.scorer().whenDown() != ScorerUse.WhenDown.OPEN
                || (scoring.mayWait(judged.now) && holding.hasRoom(judged.message(), judged.policy.holds()));
    }

    private void keep(Case judged, HeldMessage message, boolean forScorer, Emitter out) {
        if (forScorer) {
            Instant deadline = judged.now.plus(judged.policy.scorer().deadline());
            holding.forScorer(message, deadline, out);
            scoring.askFor(
                    HeldMessage.newBuilder(message).setDeadline(deadline).build(), judged.candidate.rawText(), out);
        } else {
            holding.forTurn(message, out);
        }
    }

    private void hold(Case judged, Emitter out) {
        if (!isFull(judged, out)) {
            List<Span> spans = judged.verdict.spans();
            ByteBuffer masked = spans.isEmpty() ? null : masked(judged, spans);
            holding.forPerson(message(judged, masked, null), judged.policy, out, judged.now);
        }
    }

    private boolean isFull(Case judged, Emitter out) {
        if (holding.hasRoom(judged.message(), judged.policy.holds())) {
            return false;
        }
        refuse(judged, UNAVAILABLE.code(), UNAVAILABLE.reason(), out);
        return true;
    }

    private static HeldMessage message(Case judged, @Nullable ByteBuffer masked, @Nullable String model) {
        return HeldMessage.newBuilder()
                .setKey(judged.submission.key())
                .setPosition(judged.position)
                .setMessage(judged.message())
                .setMasked(masked)
                .setModel(model)
                .setAwaits(Awaited.TURN)
                .setReasons(Outcomes.reasons(judged.verdict.hits()))
                .setPolicyVersion(judged.policy.version())
                .setTold(false)
                .build();
    }

    private void refuse(Case judged, int code, String reason, Emitter out) {
        out.answer(Outcomes.rejected(judged.message(), code, reason));
        decided(judged, code, null, out);
    }

    private void decided(Case judged, @Nullable Integer code, @Nullable String model, Emitter out) {
        var kind = code == null ? kind(judged.verdict) : io.millrace.schema.moderation.Verdict.BOUNCE;
        out.decision(
                judged.submission.key(),
                Outcomes.decision(
                                judged.message(),
                                kind,
                                Outcomes.reasons(judged.verdict.hits()),
                                judged.policy.version(),
                                judged.now)
                        .setErrorCode(code)
                        .setModel(model)
                        .build());
    }

    private void flagged(Case judged, Emitter out) {
        List<Hit> hits = judged.verdict.hits();
        boolean shown = judged.policy.holds().reviewFlagged()
                && !hits.isEmpty()
                && !hits.getFirst().trial();
        if (shown) {
            out.review(
                    judged.submission.key(),
                    ReviewItems.of(ReviewKind.FLAGGED, judged.message(), Outcomes.reasons(hits), Map.of(), judged.now)
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
