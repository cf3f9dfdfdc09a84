package io.millrace.edge.admission;

import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Audience;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespace.Format;
import io.millrace.runtime.namespace.Namespaces;
import java.util.Optional;

/// What the namespaces allow. Pure and thread-safe.
public final class RoomRules {

    private final Namespaces namespaces;

    /// @param namespaces of this installation
    public RoomRules(Namespaces namespaces) {
        this.namespaces = namespaces;
    }

    /// A refusal for the client.
    ///
    /// @param message more than the code says, naming field, limit and value; never empty
    public record Refusal(ErrorCode code, String message) {

        static Refusal of(ErrorCode code) {
            return new Refusal(code, code.message());
        }
    }

    /// A channel name that leads to a room, or the reason why it does not.
    public sealed interface Resolution {

        /// There is such a room.
        record Known(RoomId room, Namespace namespace) implements Resolution {}

        /// There is not.
        record Unknown(Refusal refusal) implements Resolution {}
    }

    /// Finds the room of a channel name.
    public Resolution resolve(String channel) {
        if (channel.length() > RoomId.MAX_LENGTH) {
            return new Resolution.Unknown(new Refusal(
                    ErrorCode.BAD_REQUEST,
                    "bad request: channel is longer than " + RoomId.MAX_LENGTH + " characters, it has "
                            + channel.length()));
        }
        if (!RoomId.isValid(channel)) {
            return new Resolution.Unknown(
                    new Refusal(ErrorCode.BAD_REQUEST, "bad request: channel must be printable ASCII"));
        }
        RoomId room = new RoomId(channel);
        return namespaces
                .of(room)
                .<Resolution>map(namespace -> new Resolution.Known(room, namespace))
                .orElseGet(() -> new Resolution.Unknown(Refusal.of(ErrorCode.UNKNOWN_CHANNEL)));
    }

    /// Whether a client is among an audience.
    public static Optional<Refusal> mustBeIn(Audience audience, Identity identity, boolean subscribed) {
        return audience.contains(identity.user().isAnonymous(), subscribed)
                ? Optional.empty()
                : Optional.of(Refusal.of(ErrorCode.PERMISSION_DENIED));
    }

    /// Whether a payload may be published.
    public static Optional<Refusal> mustFit(Payload data, Namespace namespace) {
        if (data.isEmpty()) {
            return Optional.of(new Refusal(ErrorCode.BAD_REQUEST, "bad request: data is empty"));
        }
        if (data.size() > namespace.publicationLimit()) {
            return Optional.of(new Refusal(
                    ErrorCode.BAD_REQUEST,
                    "bad request: data is larger than " + namespace.publicationLimit() + " bytes, it has "
                            + data.size()));
        }
        if (namespace.format() == Format.JSON && !data.isJson()) {
            return Optional.of(new Refusal(ErrorCode.BAD_REQUEST, "bad request: data is not JSON"));
        }
        return Optional.empty();
    }
}
