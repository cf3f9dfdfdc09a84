package io.millrace.edge.admission;

import io.millrace.edge.admission.RawObject.MalformedClaim;
import io.millrace.edge.protocol.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a token says (protocol section 14). Reasons name claims, never their values.
///
/// @param user who the token is for, empty for nobody
/// @param origin who made it, and for whom
/// @param validity when it is good
/// @param options `info`, `data` and `override` of the token itself
/// @param meta what only the server sees
/// @param target the subscription it is for; null for a connection token
/// @param subscriptions made by the server, by channel
record Claims(
        String user,
        Origin origin,
        Validity validity,
        ServerSubscription options,
        Payload meta,
        @Nullable Target target,
        Map<String, ServerSubscription> subscriptions) {

    private static final Duration LONGEST = Duration.ofDays(365);

    /// @param audience empty when the token names none
    record Origin(List<String> audience, @Nullable String issuer) {}

    /// Seconds since 1970; null when the token does not say.
    record Validity(
            @Nullable Long expires,
            @Nullable Long notBefore,
            @Nullable Long expireAt) {

        boolean holdsAt(Instant now) {
            long second = now.getEpochSecond();
            return (expires == null || second < expires) && (notBefore == null || second >= notBefore);
        }

        /// `expire_at` moves the end of what the token opens away from the end of the token; 0 means never. At
        /// most a year ahead, so that every sum with it is a time.
        @Nullable
        Instant end(Instant now) {
            if (expireAt == null) {
                return tokenEnd(now);
            }
            return expireAt == 0 ? null : time(expireAt, now);
        }

        /// When the token itself is refused, whatever it opens; null for never. Bounded as [#end].
        @Nullable
        Instant tokenEnd(Instant now) {
            return expires == null ? null : time(expires, now);
        }

        private static Instant time(long second, Instant now) {
            Instant latest = now.plus(LONGEST);
            return second >= latest.getEpochSecond() ? latest : Instant.ofEpochSecond(Math.max(0, second));
        }
    }

    /// @param client empty when any client of the user may use it
    record Target(String channel, String client) {}

    /// Reads the claims of a token.
    ///
    /// @param userClaim name of the claim that holds the user
    static Claims read(byte[] json, String userClaim) throws MalformedClaim {
        RawObject token = RawObject.parse(Payload.wrap(json));
        String user = token.textOrNumber(userClaim);
        return new Claims(
                user == null ? "" : user,
                new Origin(token.texts("aud"), token.text("iss")),
                new Validity(token.seconds("exp"), token.seconds("nbf"), token.seconds("expire_at")),
                options(token),
                token.raw("meta"),
                target(token),
                subscriptions(token));
    }

    private static @Nullable Target target(RawObject token) throws MalformedClaim {
        String channel = token.text("channel");
        if (channel == null) {
            return null;
        }
        String client = token.text("client");
        return new Target(channel, client == null ? "" : client);
    }

    /// A token with `subs` says there all it wants to say: `channels` counts only without.
    private static Map<String, ServerSubscription> subscriptions(RawObject token) throws MalformedClaim {
        Map<String, ServerSubscription> subscriptions = new LinkedHashMap<>();
        RawObject subs = token.object("subs");
        for (String channel : subs.names()) {
            subscriptions.put(channel, options(subs.object(channel)));
        }
        for (String channel : token.texts("channels")) {
            if (subs.names().isEmpty()) {
                subscriptions.put(channel, ServerSubscription.PLAIN);
            }
        }
        return subscriptions;
    }

    private static ServerSubscription options(RawObject source) throws MalformedClaim {
        ServerSubscription options = new ServerSubscription(
                source.rawOrBase64("info", "b64info"),
                source.rawOrBase64("data", "b64data"),
                overrides(source.object("override")));
        return options.equals(ServerSubscription.PLAIN) ? ServerSubscription.PLAIN : options;
    }

    private static Overrides overrides(RawObject source) throws MalformedClaim {
        return new Overrides(
                override(source, "presence"),
                override(source, "join_leave"),
                override(source, "force_push_join_leave"),
                override(source, "force_positioning"),
                override(source, "force_recovery"));
    }

    /// As in Protobuf's JSON, a wrapper without a value holds false.
    private static @Nullable Boolean override(RawObject source, String name) throws MalformedClaim {
        return source.has(name)
                ? Boolean.valueOf(Boolean.TRUE.equals(source.object(name).flag("value")))
                : null;
    }
}
