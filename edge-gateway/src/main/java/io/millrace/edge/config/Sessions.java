package io.millrace.edge.config;

import io.millrace.runtime.config.Section;

/// What clients are told and offered (`edge.sessions`).
///
/// @param connectTime whether the connect reply says what time it is here
/// @param rpcPublish whether the rpc method `publish` is there
public record Sessions(boolean connectTime, boolean rpcPublish) {

    static Sessions read(Section section) {
        return new Sessions(section.flag("connect-time", false), section.flag("rpc-publish", true));
    }
}
