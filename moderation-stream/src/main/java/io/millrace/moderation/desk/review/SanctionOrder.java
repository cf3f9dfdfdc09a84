package io.millrace.moderation.desk.review;

import io.millrace.schema.moderation.SanctionKind;
import java.time.Duration;
import java.util.Optional;

/// A sanction that a moderator asks for.
///
/// @param room only there; empty for everywhere
/// @param duration empty until somebody ends it
/// @param interval for SLOW, the least time between two messages; zero otherwise
/// @param reason text for the user
public record SanctionOrder(
        SanctionKind kind, String room, Optional<Duration> duration, Duration interval, String reason) {}
