/// The room as a deterministic state machine: the same commands in the same order give the same bytes, so
/// nothing here knows a clock, a random source, Kafka or a logger.
@NullMarked
package io.millrace.processor.room;

import org.jspecify.annotations.NullMarked;
