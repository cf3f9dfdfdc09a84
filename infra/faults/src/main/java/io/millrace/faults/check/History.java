package io.millrace.faults.check;

import java.util.List;
import java.util.Map;

/// A whole run.
///
/// @param attempts every publication that anybody tried
/// @param observations by subscriber, then room
/// @param topic final content of `room.events`, read committed, in the order of the topic
/// @param table final content of the archive, in any order
public record History(
        List<Attempt> attempts,
        Map<String, Map<String, List<Observation>>> observations,
        List<Entry> topic,
        List<Entry> table) {}
