package io.millrace.moderation.desk.store;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A record on its way to a topic.
///
/// @param value serialized; null to remove the key of a compacted topic
public record OutgoingRecord(
        String topic, String key, @Nullable ByteBuffer value) {}
