/// The way of a message through Kafka Streams; the only package that knows it. Decisions are made elsewhere.
@NullMarked
package io.millrace.moderation.topology;

import org.jspecify.annotations.NullMarked;
