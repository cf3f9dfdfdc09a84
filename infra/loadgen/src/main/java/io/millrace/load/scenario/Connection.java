package io.millrace.load.scenario;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/// How clients reach the edges.
///
/// @param edges WebSocket addresses, at least one; a client that reconnects goes on to the next one
/// @param encoding of the protocol
/// @param sources local addresses to connect from in turn; empty leaves the choice to the system. One address
///     has about 28,000 ports for each edge, so great numbers of connections need several.
/// @param rate connections opened a second, by all processes together
/// @param edgesPerRoom edges the members of one room are spread over
/// @param tokens who the clients say they are
public record Connection(
        List<URI> edges, Encoding encoding, List<InetAddress> sources, double rate, int edgesPerRoom, Tokens tokens) {

    public Connection {
        if (edges.isEmpty()) {
            throw new IllegalArgumentException("at least one edge is needed");
        }
        edges = List.copyOf(edges);
        sources = List.copyOf(sources);
    }

    /// The same to other edges.
    public Connection to(List<URI> others) {
        return new Connection(others, encoding, sources, rate, edgesPerRoom, tokens);
    }
}
