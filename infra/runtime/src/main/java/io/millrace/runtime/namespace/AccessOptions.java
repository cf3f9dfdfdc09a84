package io.millrace.runtime.namespace;

import io.millrace.runtime.config.Section;

/// Who may do what without a subscription token.
///
/// @param subscribe who may subscribe
/// @param publish who may publish
/// @param readHistory who may call history
/// @param readPresence who may call presence and presence_stats
public record AccessOptions(Audience subscribe, Audience publish, Audience readHistory, Audience readPresence) {

    static AccessOptions read(Section section) {
        return new AccessOptions(
                section.choice("subscribe", Audience.USER),
                section.choice("publish", Audience.SUBSCRIBER),
                section.choice("read-history", Audience.SUBSCRIBER),
                section.choice("read-presence", Audience.SUBSCRIBER));
    }
}
