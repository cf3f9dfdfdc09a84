/// Latency from send to delivery beside that of as many raw Kafka hops, in an open loop.
@NullMarked
package io.millrace.bench.latency;

import org.jspecify.annotations.NullMarked;
