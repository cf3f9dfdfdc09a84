package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// One regular expression. Never printed: it may tell what must not be said.
///
/// @param name how decisions call it
/// @param pattern as it was written
/// @param trial whether it is only tried out
public record PatternConfig(String name, String pattern, Action action, boolean trial) {

    static PatternConfig read(Section section) {
        return new PatternConfig(
                section.required("name"),
                section.required("pattern"),
                section.choice("action", Action.REFUSE),
                section.flag("trial", false));
    }

    @Override
    public String toString() {
        return "PatternConfig[name=" + name + ", action=" + action + ", trial=" + trial + ']';
    }
}
