package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;
import java.time.Duration;

/// What a room keeps at hand.
///
/// @param size events kept for recovery and history, 0 to 10,000; 0 turns both off
/// @param time how long they are kept
public record HistoryOptions(int size, Duration time) {

    static HistoryOptions read(Section section) {
        return new HistoryOptions(
                section.integer("history-size", 100, 0, 10_000),
                section.duration("history-time", Duration.ofHours(24), Duration.ofSeconds(1), Duration.ofDays(30)));
    }
}
