package io.millrace.moderation.config;

import io.millrace.runtime.config.Section;

/// What is done about a message that has an entry of a list.
///
/// @param name of the list
/// @param trial whether it is only tried out: what it finds is recorded and decides nothing
public record ListUse(String name, Action action, boolean trial) {

    static ListUse read(Section section) {
        return new ListUse(
                section.required("name"), section.choice("action", Action.REFUSE), section.flag("trial", false));
    }
}
