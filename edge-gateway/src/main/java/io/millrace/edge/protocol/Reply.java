package io.millrace.edge.protocol;

import java.util.List;
import java.util.Map;

/// What the server sends: an answer to the command with the same `id`, a [Push], or a [Ping].
public sealed interface Reply
        permits Push,
                Reply.ConnectResult,
                Reply.SubscribeResult,
                Reply.UnsubscribeResult,
                Reply.PublishResult,
                Reply.PresenceResult,
                Reply.PresenceStatsResult,
                Reply.HistoryResult,
                Reply.RpcResult,
                Reply.RefreshResult,
                Reply.SubRefreshResult,
                Reply.ErrorReply,
                Reply.Ping {

    /// A life sign that clients answer with a pong; an empty reply on the wire.
    Ping PING = new Ping();

    /// The session is open. Must be the first reply of a connection.
    ///
    /// @param client new id of the connection
    /// @param version of the server
    /// @param subs server-side subscriptions by channel
    /// @param ping how the server pings
    /// @param uplink how commands reach the connection, where it carries none itself
    /// @param timeMillis of the server since 1970, 0 to leave it out
    record ConnectResult(
            long id,
            String client,
            String version,
            Expiry expiry,
            Payload data,
            Map<String, Subscription> subs,
            PingPolicy ping,
            Uplink uplink,
            long timeMillis)
            implements Reply {

        /// Keeps its own copy of the map.
        public ConnectResult {
            subs = Map.copyOf(subs);
        }
    }

    /// How the server pings.
    ///
    /// @param intervalSeconds seconds between pings; 0 only for clients that asked to be pinged by other means,
    ///     some others would time out at once
    /// @param pong whether clients must answer
    record PingPolicy(int intervalSeconds, boolean pong) {}

    /// The way of a client's commands beside a connection that only carries replies (section 13). The client
    /// names both values with each of its requests.
    ///
    /// @param session secret name of the connection
    /// @param node name of the edge that holds it
    record Uplink(String session, String node) {
        /// Commands come over the connection itself.
        public static final Uplink NONE = new Uplink("", "");

        /// The session is as good as a password.
        @Override
        public String toString() {
            return "Uplink[node=" + node + "]";
        }
    }

    /// Subscribed.
    record SubscribeResult(long id, Subscription subscription) implements Reply {}

    /// Unsubscribed.
    record UnsubscribeResult(long id) implements Reply {}

    /// Published.
    record PublishResult(long id) implements Reply {}

    /// Who is present, by client id.
    record PresenceResult(long id, Map<String, ClientInfo> presence) implements Reply {

        /// Keeps its own copy of the map.
        public PresenceResult {
            presence = Map.copyOf(presence);
        }
    }

    /// How many are present: connections, and distinct users among them.
    record PresenceStatsResult(long id, long clients, long users) implements Reply {}

    /// Publications of the past and the top of the stream.
    record HistoryResult(long id, List<Publication> publications, StreamPosition top) implements Reply {

        /// Keeps its own copy of the list.
        public HistoryResult {
            publications = List.copyOf(publications);
        }
    }

    /// What the method returned.
    record RpcResult(long id, Payload data) implements Reply {}

    /// The connection token was taken.
    record RefreshResult(long id, String client, String version, Expiry expiry) implements Reply {}

    /// The subscription token was taken.
    record SubRefreshResult(long id, Expiry expiry) implements Reply {}

    /// The command failed; the connection stays.
    ///
    /// @param code 100 to 399 of the protocol, see [ErrorCode], or 400 to 1999 of our own
    /// @param temporary whether the same command may succeed later
    record ErrorReply(long id, int code, String message, boolean temporary) implements Reply {

        /// Refuses codes that clients would take for their own.
        public ErrorReply {
            if (code < 100 || code > 1999) {
                throw new IllegalArgumentException("error code must be between 100 and 1999, is " + code);
            }
        }

        public static ErrorReply of(long id, ErrorCode error) {
            return new ErrorReply(id, error.code(), error.message(), error.temporary());
        }
    }

    /// An empty reply, see [#PING].
    record Ping() implements Reply {}
}
