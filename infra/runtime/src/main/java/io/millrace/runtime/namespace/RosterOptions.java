package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;

/// Who learns who is in a room.
///
/// @param presence whether clients may ask who is there
/// @param joinLeave whether subscribers can be told who comes and goes
/// @param pushJoinLeave whether they are told without asking for it
public record RosterOptions(boolean presence, boolean joinLeave, boolean pushJoinLeave) {

    static RosterOptions read(Section section) {
        RosterOptions options = new RosterOptions(
                section.flag("presence", false),
                section.flag("join-leave", false),
                section.flag("push-join-leave", false));
        if (options.pushJoinLeave && !options.joinLeave) {
            section.problem("push-join-leave", "needs join-leave");
        }
        return options;
    }
}
