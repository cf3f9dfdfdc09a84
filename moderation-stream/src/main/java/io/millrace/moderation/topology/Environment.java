package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.policy.PolicySource;
import java.util.function.Predicate;

/// What moderation knows besides its own state. All parts are thread-safe.
///
/// @param policies what applies where
/// @param restrictions what holds for users and rooms besides
/// @param moderated whether the messages of a room are to be judged
public record Environment(PolicySource policies, Restrictions restrictions, Predicate<RoomId> moderated) {}
