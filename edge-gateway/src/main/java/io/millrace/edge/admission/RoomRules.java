package io.millrace.edge.admission;

import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.id.RoomId;
import io.millrace.id.UserId;
import io.millrace.runtime.namespace.Audience;
import io.millrace.runtime.namespace.ChannelPattern;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespace.Format;
import io.millrace.runtime.namespace.Namespaces;
import java.util.Arrays;
import java.util.Optional;

/// What the namespaces allow. Pure and thread-safe.
public final class RoomRules {

    private static final char USERS = '#';
    private static final char NAMESPACE_END = ':';

    private final Namespaces namespaces;
    private final int longestName;
    private final boolean insecure;

    /// @param namespaces of this installation
    /// @param longestName characters in the name of a channel, at most [RoomId#MAX_LENGTH]
    /// @param insecure whether everybody belongs to every audience
    public RoomRules(Namespaces namespaces, int longestName, boolean insecure) {
        this.namespaces = namespaces;
        this.longestName = longestName;
        this.insecure = insecure;
    }

    /// A refusal for the client.
    ///
    /// @param message more than the code says, naming field, limit and value; never empty
    public record Refusal(ErrorCode code, String message) {

        /// A refusal that says no more than its code.
        public static Refusal of(ErrorCode code) {
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

    /// Whether a channel name is longer than any may be.
    public boolean isTooLong(String channel) {
        return channel.length() > longestName;
    }

    /// Finds the room of a channel name.
    public Resolution resolve(String channel) {
        if (isTooLong(channel)) {
            return unknown("channel is longer than " + longestName + " characters, it has " + channel.length());
        }
        if (!RoomId.isValid(channel)) {
            return hasNamespace(channel)
                    ? unknown("channel must be printable ASCII")
                    : new Resolution.Unknown(Refusal.of(ErrorCode.UNKNOWN_CHANNEL));
        }
        RoomId room = new RoomId(channel);
        Optional<Namespace> namespace = namespaces.of(room);
        if (namespace.isEmpty()) {
            return new Resolution.Unknown(Refusal.of(ErrorCode.UNKNOWN_CHANNEL));
        }
        ChannelPattern pattern = namespace.get().names().pattern();
        if (pattern != null && !pattern.matches(channel.substring(channel.indexOf(NAMESPACE_END) + 1))) {
            return unknown("channel does not match the pattern of its namespace");
        }
        return new Resolution.Known(room, namespace.get());
    }

    /// For names that no room has.
    private boolean hasNamespace(String channel) {
        String other = channel.substring(0, channel.indexOf(NAMESPACE_END) + 1) + '-';
        return RoomId.isValid(other) && namespaces.of(new RoomId(other)).isPresent();
    }

    /// Whether a client may subscribe to a room without a subscription token (section 5). A private room needs
    /// one always; a room whose name ends with users is for them alone.
    public Optional<Refusal> maySubscribe(Resolution.Known known, UserId user) {
        if (known.room().isPrivate()) {
            return denied();
        }
        String channel = known.room().value();
        int users = channel.lastIndexOf(USERS);
        if (known.namespace().names().userLimited() && users >= 0) {
            return insecure || isNamed(user, channel.substring(users + 1)) ? Optional.empty() : denied();
        }
        return mustBeIn(known.namespace().access().subscribe(), user, false);
    }

    /// Whether a client is among an audience.
    public Optional<Refusal> mustBeIn(Audience audience, UserId user, boolean subscribed) {
        return contains(audience, user, subscribed) ? Optional.empty() : denied();
    }

    /// Whether a client is among an audience.
    public boolean contains(Audience audience, UserId user, boolean subscribed) {
        return insecure || audience.contains(user.isAnonymous(), subscribed);
    }

    /// Whether a payload may be published.
    public static Optional<Refusal> mustFit(Payload data, Namespace namespace) {
        if (data.isEmpty()) {
            return Optional.of(bad("data is empty"));
        }
        if (data.size() > namespace.publicationLimit()) {
            return Optional.of(
                    bad("data is larger than " + namespace.publicationLimit() + " bytes, it has " + data.size()));
        }
        if (namespace.format() == Format.JSON && !data.isJson()) {
            return Optional.of(bad("data is not JSON"));
        }
        return Optional.empty();
    }

    /// Nobody can be named without a name: an anonymous user is never among them.
    private static boolean isNamed(UserId user, String users) {
        return !user.isAnonymous() && Arrays.asList(users.split(",")).contains(user.value());
    }

    private static Optional<Refusal> denied() {
        return Optional.of(Refusal.of(ErrorCode.PERMISSION_DENIED));
    }

    private static Resolution unknown(String problem) {
        return new Resolution.Unknown(bad(problem));
    }

    private static Refusal bad(String problem) {
        return new Refusal(ErrorCode.BAD_REQUEST, "bad request: " + problem);
    }
}
