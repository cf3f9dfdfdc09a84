package io.millrace.processor.topology;

import io.millrace.processor.room.RoomPolicies;
import io.millrace.processor.room.RoomSettings;

/// What the processors of one process share.
///
/// @param policies what namespaces ask of their rooms
/// @param settings limits of rooms
/// @param edges finds out which edges have died
/// @param meters what operators see
record RoomEnvironment(RoomPolicies policies, RoomSettings settings, EdgeWatch edges, RoomMeters meters) {}
