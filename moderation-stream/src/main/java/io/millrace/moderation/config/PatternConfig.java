package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// One regular expression. Never printed: it may tell what must not be said.
///
/// @param path key of this entry, for messages about it
/// @param name how decisions call it
/// @param pattern as it was written
public record PatternConfig(String path, String name, String pattern, Action action) {

    static PatternConfig read(Section section) {
        return new PatternConfig(
                section.path(),
                section.required("name"),
                section.required("pattern"),
                section.choice("action", Action.REFUSE));
    }

    @Override
    public String toString() {
        return "PatternConfig[path=" + path + ", name=" + name + ", action=" + action + ']';
    }
}
