package io.millrace.edge.protocol;

/// Something the server says unasked.
///
/// @param channel what it is about; empty for [Message], [Disconnect] and [Refresh], which concern the connection
public record Push(String channel, Event event) implements Reply {

    /// A push about the connection as a whole.
    public static Push ofConnection(Event event) {
        return new Push("", event);
    }

    /// What happened.
    public sealed interface Event
            permits Publication, Join, Leave, Unsubscribe, Subscribe, Message, Disconnect, Refresh {}

    /// Somebody subscribed.
    public record Join(ClientInfo info) implements Event {}

    /// Somebody's subscription ended.
    public record Leave(ClientInfo info) implements Event {}

    /// The server ended the receiver's subscription.
    ///
    /// @param code 2000 to 2999; from 2500 on the client subscribes again by itself
    public record Unsubscribe(int code, String reason) implements Event {

        public static Unsubscribe of(UnsubscribeCode code) {
            return new Unsubscribe(code.code(), code.reason());
        }
    }

    /// The server subscribed the receiver.
    public record Subscribe(boolean recoverable, boolean positioned, StreamPosition position, Payload data)
            implements Event {}

    /// A message to one connection, outside of any room.
    public record Message(Payload data) implements Event {}

    /// The connection ends; only for transports without close frames, never over WebSocket.
    public record Disconnect(int code, String reason, boolean reconnect) implements Event {

        public static Disconnect of(DisconnectCode code) {
            return new Disconnect(code.code(), code.reason(), code.reconnects());
        }
    }

    /// The connection's expiry moved.
    public record Refresh(Expiry expiry) implements Event {}
}
