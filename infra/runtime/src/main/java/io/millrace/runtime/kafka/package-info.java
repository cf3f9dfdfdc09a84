/// Kafka settings with the reason for each, topics that exist before they are used, tables of compacted topics, dead
/// letters.
@NullMarked
package io.millrace.runtime.kafka;

import org.jspecify.annotations.NullMarked;
