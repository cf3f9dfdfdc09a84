package io.millrace.faults.check;

import java.util.List;
import java.util.Map;

/// A whole run.
///
/// @param attempts every publication that anybody tried
/// @param observations by subscriber, then room
/// @param topic final content of `room.events`, read committed, in the order of the topic
/// @param table final content of the archive, in any order
/// @param finished whether topic and table were read at the end, when all was quiet; without that, only what
///     clients
///     saw is checked
public record History(
        List<Attempt> attempts,
        Map<String, Map<String, List<Observation>>> observations,
        List<Entry> topic,
        List<Entry> table,
        boolean finished) {

    /// A run with its final record.
    public History(
            List<Attempt> attempts,
            Map<String, Map<String, List<Observation>>> observations,
            List<Entry> topic,
            List<Entry> table) {
        this(attempts, observations, topic, table, true);
    }

    /// A run of which only the clients' side is known.
    public static History ofClients(List<Attempt> attempts, Map<String, Map<String, List<Observation>>> observations) {
        return new History(attempts, observations, List.of(), List.of(), false);
    }
}
