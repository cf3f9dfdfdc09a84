/// A small WebSocket server for the tests of the clients; it shares no code with them.
@NullMarked
package io.millrace.load.server;

import org.jspecify.annotations.NullMarked;
