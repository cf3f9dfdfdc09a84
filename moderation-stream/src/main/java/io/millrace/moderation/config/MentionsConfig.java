package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// How many people a message may call.
///
/// @param limit most different names
/// @param action for a message with more
/// @param everyone for `@everyone` and the like
/// @param trial whether it is only tried out
public record MentionsConfig(int limit, Action action, Action everyone, boolean trial) {

    static MentionsConfig read(Section section) {
        return new MentionsConfig(
                section.integer("limit", 20, 1, 1_000),
                section.choice("action", Action.OFF),
                section.choice("everyone", Action.OFF),
                section.flag("trial", false));
    }
}
