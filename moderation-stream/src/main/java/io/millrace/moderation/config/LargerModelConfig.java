package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.Map;

/// What is done about the texts that the larger model scores, in its own process. Each map has, for labels of
/// that model, the score above which it is done, 0 to 1.
///
/// @param mode when it is asked
/// @param deadline how long a message waits for it in the mode `hold`
/// @param onModelDown what becomes of a message that it does not answer for in the mode `hold`
/// @param flag for other labels never
/// @param hold for other labels never
/// @param refuse for other labels never; a message that was published is retracted
/// @param trial whether it is only tried out: what its scores ask for is recorded and not done
public record LargerModelConfig(
        Mode mode,
        Duration deadline,
        OnModelDown onModelDown,
        Map<String, Double> flag,
        Map<String, Double> hold,
        Map<String, Double> refuse,
        boolean trial) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /// When the larger model is asked.
    public enum Mode {
        /// Never.
        OFF,
        /// When the message is in its room already.
        AFTER,
        /// Before; the message waits.
        HOLD
    }

    /// What becomes of a message that nobody scores in time.
    public enum OnModelDown {
        /// It goes to its room, and is scored later.
        OPEN,
        /// It is kept back for a moderator.
        HOLD,
        /// It is refused; its sender may try again.
        BLOCK
    }

    public LargerModelConfig {
        flag = Map.copyOf(flag);
        hold = Map.copyOf(hold);
        refuse = Map.copyOf(refuse);
    }

    static LargerModelConfig read(Section section) {
        return new LargerModelConfig(
                section.choice("mode", Mode.OFF),
                section.duration("deadline", Duration.ofSeconds(2), SHORTEST, LONGEST),
                section.choice("on-model-down", OnModelDown.OPEN),
                ModelConfig.thresholds(section, "flag"),
                ModelConfig.thresholds(section, "hold"),
                ModelConfig.thresholds(section, "refuse"),
                section.flag("trial", false));
    }
}
