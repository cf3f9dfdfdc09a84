/// A chat client that records what it sent and what it saw; it speaks only the public protocol.
@NullMarked
package io.millrace.load.client;

import org.jspecify.annotations.NullMarked;
