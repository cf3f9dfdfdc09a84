package io.millrace.bench.fanout;

import io.millrace.load.socket.LoadSocket;
import io.millrace.load.socket.Target;
import java.io.IOException;

/// A server that sends what is published to all its members. Used by one thread.
interface Contender extends AutoCloseable {

    /// How the results call it.
    String name();

    /// Where members connect.
    Target target();

    /// Lets a socket that has just opened become a member.
    default void join(LoadSocket socket) {}

    /// Publishes once to all members.
    ///
    /// @param message one line
    void publish(String message) throws IOException;

    /// Processor time of the server so far.
    long cpuNanos();

    /// Says what else of the machine the last measurement has used; nothing by default.
    default void tellMore(long deliveries) {}

    @Override
    void close();
}
