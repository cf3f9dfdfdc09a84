package io.millrace.history.intake;

import org.apache.kafka.common.TopicPartition;

/// How far one transaction moves one partition.
///
/// @param expected position that the reader believes to be the table's
/// @param next position after it
public record Step(TopicPartition partition, long expected, long next) {}
