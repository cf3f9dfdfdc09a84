package io.millrace.edge.api;

import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.StreamPosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call of the server API, read but not yet judged.
public sealed interface ApiCall {

    /// Which method it is.
    ApiMethod method();

    /// What the call is about, for the audit log: a channel or a user; empty for nothing in particular.
    default String subject() {
        return "";
    }

    /// What else the audit log says of it; never what users wrote.
    default Map<String, String> detail() {
        return Map.of();
    }

    /// What is published.
    ///
    /// @param data payload, verbatim
    /// @param tags attributes that subscribers see beside the payload
    /// @param idempotencyKey a repeat with the same key in the same channel is the same publication; empty
    ///     for none
    /// @param version of what the payload describes, 0 for none
    /// @param versionEpoch which count the version belongs to
    record Publication(
            Payload data,
            Map<String, String> tags,
            String idempotencyKey,
            long version,
            String versionEpoch,
            boolean skipHistory,
            boolean delta) {}

    /// Connections of a user.
    ///
    /// @param user user id; empty for anonymous users
    /// @param client only the connection of this id; empty for all
    /// @param session only the session of this id; empty for all
    record Target(String user, String client, String session) {

        /// Whether it names anybody: without a name, all anonymous connections at once are never meant.
        boolean isNamed() {
            return !(user.isEmpty() && client.isEmpty() && session.isEmpty());
        }
    }

    /// A call about the connections of a user.
    sealed interface OfUser extends ApiCall {
        /// Which connections.
        Target target();

        @Override
        default String subject() {
            return target().user();
        }
    }

    /// Publishes into a channel.
    record Publish(String channel, Publication publication) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.PUBLISH;
        }

        @Override
        public String subject() {
            return channel;
        }
    }

    /// Publishes the same into several channels.
    record Broadcast(List<String> channels, Publication publication) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.BROADCAST;
        }

        @Override
        public Map<String, String> detail() {
            return Map.of("channels", Integer.toString(channels.size()));
        }
    }

    /// Subscribes connections of a user on the server's side.
    ///
    /// @param info subscription info that others see
    /// @param data for the client
    /// @param expireAt when the subscription ends, or null for never
    /// @param since position to recover from, or null
    /// @param override options of the namespace that are different for this subscription
    record Subscribe(
            Target target,
            String channel,
            Payload info,
            Payload data,
            @Nullable Instant expireAt,
            @Nullable StreamPosition since,
            Map<String, Boolean> override)
            implements OfUser {
        @Override
        public ApiMethod method() {
            return ApiMethod.SUBSCRIBE;
        }

        @Override
        public Map<String, String> detail() {
            return Map.of("channel", channel);
        }
    }

    /// Ends subscriptions of a user.
    ///
    /// @param channel empty for all
    record Unsubscribe(Target target, String channel) implements OfUser {
        @Override
        public ApiMethod method() {
            return ApiMethod.UNSUBSCRIBE;
        }

        @Override
        public Map<String, String> detail() {
            return Map.of("channel", channel);
        }
    }

    /// Closes connections of a user.
    ///
    /// @param whitelist ids of connections that stay
    /// @param code disconnect code
    /// @param reason text for the client
    record Disconnect(Target target, List<String> whitelist, int code, String reason) implements OfUser {
        @Override
        public ApiMethod method() {
            return ApiMethod.DISCONNECT;
        }

        @Override
        public Map<String, String> detail() {
            return Map.of("code", Integer.toString(code));
        }
    }

    /// Moves the end of connections of a user.
    ///
    /// @param expired whether they are expired now
    /// @param expireAt when they expire, or null for never
    /// @param info new connection info; empty leaves it
    record Refresh(Target target, boolean expired, @Nullable Instant expireAt, Payload info) implements OfUser {
        @Override
        public ApiMethod method() {
            return ApiMethod.REFRESH;
        }
    }

    /// Who is present in a channel.
    record Presence(String channel) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.PRESENCE;
        }
    }

    /// How many are present in a channel.
    record PresenceStats(String channel) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.PRESENCE_STATS;
        }
    }

    /// Publications of a channel.
    ///
    /// @param limit 0 for the position only; negative for as many as there may be
    /// @param since exclusive start, or null for the end that the direction implies
    record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.HISTORY;
        }
    }

    /// Forgets every publication of a channel so far.
    record HistoryRemove(String channel) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.HISTORY_REMOVE;
        }

        @Override
        public String subject() {
            return channel;
        }
    }

    /// Takes a publication of a channel back.
    ///
    /// @param id of the publication; empty for whichever is at the offset
    /// @param offset of the publication; 0 when only its id is known
    /// @param epoch of the offset; empty for the channel's
    /// @param reason for the record
    record Retract(String channel, String id, long offset, String epoch, String reason) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.RETRACT;
        }

        @Override
        public String subject() {
            return channel;
        }

        @Override
        public Map<String, String> detail() {
            return id.isEmpty() ? Map.of("offset", Long.toString(offset)) : Map.of("id", id);
        }
    }

    /// Which channels have subscribers.
    ///
    /// @param pattern glob; empty for all
    record Channels(String pattern) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.CHANNELS;
        }
    }

    /// Which edges live.
    record NodeInfo() implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.INFO;
        }
    }

    /// Several calls.
    ///
    /// @param parallel whether they need no order among each other
    record Batch(List<ApiCall> calls, boolean parallel) implements ApiCall {
        @Override
        public ApiMethod method() {
            return ApiMethod.BATCH;
        }
    }

    /// A call that cannot succeed, whatever else is in it.
    record Refused(ApiMethod method, ApiAnswer.Failed why) implements ApiCall {}
}
