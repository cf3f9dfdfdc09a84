package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// What moderators are shown beside what is held.
///
/// @param flagged whether they are shown messages that were published and flagged
public record ReviewConfig(boolean flagged) {

    static ReviewConfig read(Section section) {
        return new ReviewConfig(section.flag("flagged", false));
    }
}
