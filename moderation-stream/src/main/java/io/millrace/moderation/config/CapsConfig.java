package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// How loud a message may be.
///
/// @param percent most capitals among the letters that have a case
/// @param letters fewest such letters that a message must have to be asked about
/// @param action for a louder one
/// @param trial whether it is only tried out
public record CapsConfig(int percent, int letters, Action action, boolean trial) {

    static CapsConfig read(Section section) {
        return new CapsConfig(
                section.integer("percent", 70, 1, 99),
                section.integer("letters", 20, 1, 10_000),
                Places.unmasked(section),
                section.flag("trial", false));
    }
}
