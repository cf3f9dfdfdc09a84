package io.millrace.processor.room;

import io.millrace.id.Epoch;
import java.time.Instant;

/// Where a command stands in the log: the only source of time and identity that a decision may use.
///
/// @param partition partition of `room.commands`
/// @param offset Kafka offset in that partition
/// @param timestamp timestamp of the Kafka record, in milliseconds since 1970
public record CommandOrigin(int partition, long offset, long timestamp) {

    /// The record's time.
    Instant at() {
        return Instant.ofEpochMilli(timestamp);
    }

    /// The epoch of a room that begins with this command: unique, because no two records share a place.
    Epoch epoch() {
        return new Epoch(text(timestamp) + '.' + text(partition) + '.' + text(offset));
    }

    private static String text(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
