package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// How fast a sender may send.
///
/// @param sustained over a long time
/// @param burst at once
public record RateConfig(Messages sustained, Messages burst) {

    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration DAY = Duration.ofDays(1);

    /// So many messages in so much time.
    public record Messages(int messages, Duration per) {}

    static RateConfig read(Section section) {
        return new RateConfig(
                messages(section.section("sustained"), 1_000, SECOND.multipliedBy(60)),
                messages(section.section("burst"), 100, SECOND));
    }

    private static Messages messages(Section section, int messages, Duration per) {
        return new Messages(
                section.integer("messages", messages, 1, 1_000_000), section.duration("per", per, MILLI, DAY));
    }
}
