package io.millrace.load.run;

import io.millrace.load.client.ChatClient;
import io.millrace.load.client.ClientListener;
import io.millrace.load.client.ClientSettings;
import io.millrace.load.record.Lane;
import io.millrace.load.scenario.Roster;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.socket.Sockets;
import io.netty.channel.EventLoop;

/// What everybody of a run shares.
///
/// @param lane of the one event loop
/// @param loop where everything happens
/// @param clients how they connect
record Stage(
        Scenario scenario,
        Roster roster,
        Lane lane,
        Historian historian,
        EventLoop loop,
        Sockets sockets,
        ClientSettings clients) {

    /// Connects one client of the run.
    ///
    /// @param connection number of the client in the whole run
    ChatClient connect(int connection, ClientListener listener) {
        return new ChatClient(
                clients, roster.edge(connection), scenario.connection().tokens().of(connection), listener, sockets);
    }
}
