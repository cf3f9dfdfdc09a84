package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.schema.state.Awaited;
import io.millrace.schema.state.HeldMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks the larger model and carries out what its scores ask for. Owned by one stream thread.
final class Scoring {

    /// What stands for the model's version when it did not answer.
    static final String ABSENT = "absent";

    private static final String ACTOR = "moderation-stream";
    private static final Refusal UNAVAILABLE = new Refusal(Refusal.MODERATION_UNAVAILABLE, "moderation unavailable");

    private final PolicySource policies;
    private final HeldMessages held;
    private final Holding holding;
    private final UnscoredMessages unscored;
    private final ScorerWatch watch = new ScorerWatch();

    Scoring(PolicySource policies, HeldMessages held, Holding holding, UnscoredMessages unscored) {
        this.policies = policies;
        this.held = held;
        this.holding = holding;
        this.unscored = unscored;
    }

    /// How many published messages have no scores yet.
    int unscored() {
        return unscored.size();
    }

    /// Whether a message may wait for an answer now.
    boolean mayWait(Instant now) {
        return watch.mayWait(now);
    }

    /// Asks for a message that waits.
    void askFor(HeldMessage waiting, String text, Emitter out) {
        out.request(waiting.getKey(), request(waiting.getMessage(), text, true, waiting.getDeadline()));
    }

    /// Asks for a message that was published.
    void askAfter(String key, MessageSubmitted message, String text, Emitter out) {
        ScoreRequest request = request(message, text, false, null);
        unscored.asked(key, request);
        out.request(key, request);
    }

    private static ScoreRequest request(
            MessageSubmitted message, String text, boolean waits, @Nullable Instant deadline) {
        return ScoreRequest.newBuilder()
                .setMessageId(message.getMessageId())
                .setRoom(message.getRoom())
                .setUser(message.getSender().getUser())
                .setClient(message.getSender().getClient())
                .setText(text)
                .setHeld(waits)
                .setSubmittedAt(message.getSubmittedAt())
                .setDeadline(deadline)
                .build();
    }

    /// Takes an answer.
    ///
    /// @throws IllegalArgumentException when its room is not one
    void answered(String key, ModelScores scores, Emitter out, Instant now) {
        Policy policy = policies.of(new RoomId(scores.getRoom()));
        Changes.whole(() -> answered(key, scores, policy, out, now));
    }

    private void answered(String key, ModelScores scores, Policy policy, Emitter out, Instant now) {
        if (scores.getHeld()) {
            watch.answered();
            HeldMessage waiting = held.find(scores.getRoom(), scores.getMessageId());
            if (waiting != null && waiting.getAwaits() == Awaited.SCORER) {
                decide(waiting, scores, policy, out, now);
            }
        } else if (scores.getError() == null) {
            unscored.scored(scores);
            afterwards(key, scores, policy, out, now);
        } else {
            unscored.failed(scores, now);
            out.decision(
                    key,
                    decision(scores, Verdict.ALLOW, List.of(), policy, now)
                            .setModel(ABSENT)
                            .build());
        }
    }

    /// A message waited in vain.
    void withoutAnswer(HeldMessage waiting, Emitter out, Instant now) {
        watch.missed(now);
        Policy policy = policies.of(new RoomId(waiting.getMessage().getRoom()));
        absent(HeldMessage.newBuilder(waiting).setStage(Stage.DEADLINE).build(), policy, out, now);
    }

    /// Requests that failed are sent again when their time has come.
    void askAgain(Emitter out, Instant now) {
        unscored.due(now).forEach(waiting -> out.request(waiting.getKey(), waiting.getRequest()));
    }

    private void decide(HeldMessage waiting, ModelScores scores, Policy policy, Emitter out, Instant now) {
        HeldMessage scored = HeldMessage.newBuilder(waiting)
                .setStage(Stage.SCORER)
                .setScores(scores.getScores())
                .setModel(scores.getModel())
                .build();
        if (scores.getError() != null) {
            absent(scored, policy, out, now);
            return;
        }
        List<Hit> hits = policy.scorer().judge(scores.getScores());
        HeldMessage judged = HeldMessage.newBuilder(scored)
                .setReasons(together(hits, waiting.getReasons()))
                .build();
        Severity strictest = hits.isEmpty() ? Severity.FLAG : hits.getFirst().severity();
        if (strictest == Severity.REFUSE) {
            holding.discard(judged, Verdict.BOUNCE, Refusal.of(RuleId.SCORER), out, now);
        } else if (strictest == Severity.HOLD) {
            holding.forPerson(judged, policy, out, now);
        } else {
            holding.ready(judged, out, now);
        }
    }

    private void absent(HeldMessage waiting, Policy policy, Emitter out, Instant now) {
        HeldMessage unjudged = HeldMessage.newBuilder(waiting).setModel(ABSENT).build();
        switch (policy.scorer().whenDown()) {
            case OPEN -> {
                MessageSubmitted message = waiting.getMessage();
                holding.ready(unjudged, out, now);
                askAfter(waiting.getKey(), message, Texts.of(message, policy), out);
            }
            case HOLD -> holding.forPerson(unjudged, policy, out, now);
            case BLOCK -> holding.discard(unjudged, Verdict.BOUNCE, UNAVAILABLE, out, now);
        }
    }

    /// The message is in its room.
    private void afterwards(String key, ModelScores scores, Policy policy, Emitter out, Instant now) {
        List<Hit> hits = policy.scorer().judge(scores.getScores());
        List<Reason> reasons = Outcomes.reasons(hits);
        Severity strictest = hits.isEmpty() ? Severity.FLAG : hits.getFirst().severity();
        boolean bad = strictest == Severity.REFUSE;
        if (bad) {
            String label = hits.getFirst().label();
            out.command(Outcomes.retract(
                    scores.getRoom(),
                    scores.getMessageId(),
                    null,
                    ReviewItems.id(ReviewKind.FLAGGED, scores.getRoom(), "scorer " + scores.getMessageId()),
                    label == null ? "scorer" : "scorer: " + label,
                    ACTOR));
        } else if (strictest == Severity.HOLD
                || (!hits.isEmpty() && policy.holds().reviewFlagged())) {
            out.review(key, flagged(scores, reasons, now));
        }
        out.decision(
                key,
                decision(scores, bad ? Verdict.RETRACT : Verdict.ALLOW, reasons, policy, now)
                        .build());
    }

    private static ReviewItem flagged(ModelScores scores, List<Reason> reasons, Instant now) {
        return ReviewItem.newBuilder()
                .setId(ReviewItems.id(ReviewKind.FLAGGED, scores.getRoom(), scores.getMessageId()))
                .setKind(ReviewKind.FLAGGED)
                .setMessageId(scores.getMessageId())
                .setRoom(scores.getRoom())
                .setUser(scores.getUser())
                .setClient(scores.getClient())
                .setReasons(reasons)
                .setScores(scores.getScores())
                .setAt(now)
                .build();
    }

    private static ModerationDecision.Builder decision(
            ModelScores scores, Verdict verdict, List<Reason> reasons, Policy policy, Instant now) {
        return ModerationDecision.newBuilder()
                .setMessageId(scores.getMessageId())
                .setRoom(scores.getRoom())
                .setUser(scores.getUser())
                .setClient(scores.getClient())
                .setVerdict(verdict)
                .setReasons(reasons)
                .setPolicyVersion(policy.version())
                .setStage(Stage.SCORER)
                .setScores(scores.getScores())
                .setModel(scores.getModel())
                .setSubmittedAt(scores.getSubmittedAt())
                .setDecidedAt(now);
    }

    private static List<Reason> together(List<Hit> hits, List<Reason> earlier) {
        List<Reason> all = new ArrayList<>(Outcomes.reasons(hits));
        all.addAll(earlier);
        return all;
    }
}
