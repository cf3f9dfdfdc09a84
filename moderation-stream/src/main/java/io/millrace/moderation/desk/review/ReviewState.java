package io.millrace.moderation.desk.review;

import java.time.Instant;

/// Where an item is.
///
/// ```
///          claim                resolve
///  Open ─────────► Claimed ──────────────► Resolved
///   ▲ │              │ │                      ▲
///   │ └──────────────┼─┼──────────────────────┘
///   └──── release, ──┘ └── its time is over ──► Expired
///         claim over        (Open as well)
/// ```
public sealed interface ReviewState {

    /// Waits for anybody.
    record Open() implements ReviewState {}

    /// Somebody looks at it.
    ///
    /// @param until when it is open again
    record Claimed(String by, Instant until) implements ReviewState {}

    /// Decided.
    record Resolved(String by, Instant at, ReviewAction action, String reason) implements ReviewState {}

    /// Was decided without anybody.
    record Expired(Instant at) implements ReviewState {}
}
