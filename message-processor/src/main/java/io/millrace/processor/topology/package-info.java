/// The only package that knows Kafka Streams: it carries records to the room's decisions and their outcome
/// back, and decides nothing about rooms itself.
@NullMarked
package io.millrace.processor.topology;

import org.jspecify.annotations.NullMarked;
