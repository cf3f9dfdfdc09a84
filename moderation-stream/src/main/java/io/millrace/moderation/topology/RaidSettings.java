package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.raid.RaidRules;
import java.util.function.Function;
import java.util.function.Predicate;

/// What rooms are watched for. Both are asked on stream threads and must be quick.
///
/// @param rules of a room; [RaidRules#OFF] for none
/// @param locked whether a room is locked now, by whomever
record RaidSettings(Function<RoomId, RaidRules> rules, Predicate<String> locked) {}
