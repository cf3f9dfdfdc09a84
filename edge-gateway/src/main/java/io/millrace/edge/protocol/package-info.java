/// The Centrifuge client protocol, version 2, in JSON and in Protobuf: bytes to commands, replies to bytes.
///
/// Invariant: everything here is a pure function of its arguments (no clock, thread, socket, log or Kafka), and an
/// application payload leaves exactly as it came in.
@NullMarked
package io.millrace.edge.protocol;

import org.jspecify.annotations.NullMarked;
