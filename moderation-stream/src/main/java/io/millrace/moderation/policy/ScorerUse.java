package io.millrace.moderation.policy;

import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What the larger model is asked for, and what its scores do.
///
/// @param mode when it is asked
/// @param deadline how long a message waits for it, in mode [Mode#HOLD]
/// @param whenDown what is done when it does not answer in time, in mode [Mode#HOLD]
/// @param labels thresholds of the labels that count; others are only recorded
/// @param trial whether it is only tried out: what its scores ask for is recorded and not done
public record ScorerUse(
        Mode mode, Duration deadline, WhenDown whenDown, Map<String, Thresholds> labels, boolean trial) {

    /// It is not asked.
    public static final ScorerUse OFF = new ScorerUse(Mode.OFF, Duration.ofSeconds(2), WhenDown.OPEN, Map.of());

    private static final Comparator<Hit> STRICTEST_FIRST =
            Comparator.comparing(Hit::severity).reversed();

    /// When it is asked.
    public enum Mode {
        /// Never.
        OFF,
        /// Messages go to their room at once, and are taken back by its scores.
        AFTER,
        /// Messages wait for its scores.
        HOLD
    }

    /// What is done without it.
    public enum WhenDown {
        /// The message goes to its room, and is scored when the model is back.
        OPEN,
        /// The message waits for a moderator.
        HOLD,
        /// The message is refused, and may be sent again later.
        BLOCK
    }

    /// Scores above which something is done, 0 to 1; 1 for never.
    ///
    /// @param flag above it the message is flagged
    /// @param hold above it the message waits for a moderator, or is shown to one when it was published
    /// @param refuse above it the message is refused, or taken back when it was published
    public record Thresholds(double flag, double hold, double refuse) {

        /// @throws IllegalArgumentException when one is not a number from 0 to 1
        public Thresholds {
            if (!(isShare(flag) && isShare(hold) && isShare(refuse))) {
                throw new IllegalArgumentException(
                        "thresholds must be 0 to 1, are " + flag + ", " + hold + ", " + refuse);
            }
        }

        private static boolean isShare(double value) {
            return value >= 0 && value <= 1;
        }
    }

    /// @throws IllegalArgumentException when messages are to wait for no time
    public ScorerUse {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("the deadline of the larger model must be positive, is " + deadline);
        }
        labels = Map.copyOf(labels);
    }

    /// One that is not only tried out.
    public ScorerUse(Mode mode, Duration deadline, WhenDown whenDown, Map<String, Thresholds> labels) {
        this(mode, deadline, whenDown, labels, false);
    }

    /// What scores ask for, the strictest first.
    public List<Hit> judge(Map<String, Double> scores) {
        List<Hit> hits = new ArrayList<>();
        scores.forEach((label, score) -> {
            Thresholds thresholds = labels.get(label);
            if (thresholds != null && score > thresholds.refuse) {
                hits.add(Hit.scored(RuleId.SCORER, label, score, Severity.REFUSE));
            } else if (thresholds != null && score > thresholds.hold) {
                hits.add(Hit.scored(RuleId.SCORER, label, score, Severity.HOLD));
            } else if (thresholds != null && score > thresholds.flag) {
                hits.add(Hit.scored(RuleId.SCORER, label, score, Severity.FLAG));
            }
        });
        hits.sort(STRICTEST_FIRST);
        return trial ? hits.stream().map(Hit::onTrial).toList() : hits;
    }
}
