package io.millrace.edge.protocol;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client asks for.
///
/// `id` is between 1 and 4294967295 and comes back with the reply; it is 0 for [Send] and [Pong], which have none.
/// Texts are as the client sent them: channels may be empty, too long or unknown.
public sealed interface Command {

    /// Ties the reply to the command.
    long id();

    /// Opens the session; the first command of every connection.
    ///
    /// @param token connection token
    /// @param data for whoever authorises the connection
    /// @param subs recovery positions of server-side subscriptions by channel
    /// @param name client library, observability only
    /// @param version client version, observability only
    /// @param headers emulated HTTP headers of browsers
    record Connect(
            long id,
            Token token,
            Payload data,
            Map<String, SubscribeRequest> subs,
            String name,
            String version,
            Map<String, String> headers)
            implements Command {

        /// Keeps its own copies of the maps.
        public Connect {
            subs = Map.copyOf(subs);
            headers = Map.copyOf(headers);
        }

        /// Leaves the headers out, which may hold credentials.
        @Override
        public String toString() {
            return "Connect[id=" + id + ", token=" + token + ", data=" + data + ", subs=" + subs + ", name=" + name
                    + ", version=" + version + ", headers=" + headers.size() + "]";
        }
    }

    /// Subscribes to a channel.
    record Subscribe(long id, String channel, SubscribeRequest request) implements Command {}

    /// Ends a subscription; must always succeed.
    record Unsubscribe(long id, String channel) implements Command {}

    /// Publishes into a channel. `type` 0 is a stream publication, 1 a map publication.
    record Publish(long id, String channel, Payload data, int type) implements Command {}

    /// Asks who is present.
    record Presence(long id, String channel) implements Command {}

    /// Asks how many are present.
    record PresenceStats(long id, String channel) implements Command {}

    /// Asks for publications of the past.
    ///
    /// @param limit how many at most; 0 asks for the position only, negative for as many as allowed
    /// @param since exclusive start, null for the end of the stream that `reverse` implies
    /// @param reverse newest first
    record History(
            long id, String channel, int limit, @Nullable StreamPosition since, boolean reverse) implements Command {}

    /// Calls a method of the server.
    record Rpc(long id, String method, Payload data) implements Command {}

    /// Sends a message that is not answered.
    record Send(Payload data) implements Command {

        @Override
        public long id() {
            return 0;
        }
    }

    /// Brings a new connection token.
    record Refresh(long id, Token token) implements Command {}

    /// Brings a new subscription token.
    record SubRefresh(long id, String channel, Token token) implements Command {}

    /// Answers a ping.
    record Pong() implements Command {

        @Override
        public long id() {
            return 0;
        }
    }
}
