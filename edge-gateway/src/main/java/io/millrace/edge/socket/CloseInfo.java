package io.millrace.edge.socket;

import org.jspecify.annotations.Nullable;

/// How a connection ended.
///
/// @param cause who or what ended it
/// @param code the code in the first close frame that was sent or received; [CloseCodes#NO_STATUS] when that
///     frame had none, [CloseCodes#ABNORMAL] when there was none
/// @param reason the reason beside the code, perhaps empty
/// @param clean whether close frames went both ways
/// @param failure what was thrown, where an exception was the cause
public record CloseInfo(
        CloseCause cause,
        int code,
        String reason,
        boolean clean,
        @Nullable Throwable failure) {}
