/// Measures latency in an open loop: a schedule says when to send, and latency counts from that time.
@NullMarked
package io.millrace.bench;

import org.jspecify.annotations.NullMarked;
