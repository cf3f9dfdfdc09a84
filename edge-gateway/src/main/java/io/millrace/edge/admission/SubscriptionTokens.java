package io.millrace.edge.admission;

import io.millrace.edge.admission.RawObject.MalformedClaim;
import io.millrace.edge.protocol.Token;
import io.millrace.id.ClientId;
import io.millrace.id.UserId;
import java.time.Instant;
import java.util.Optional;

/// Verifies subscription tokens. Thread-safe.
public final class SubscriptionTokens {

    private final SignatureCheck signatures;
    private final ClaimRules rules;

    SubscriptionTokens(SignatureCheck signatures, ClaimRules rules) {
        this.signatures = signatures;
        this.rules = rules;
    }

    /// Verifies a token at a time, for a subscription of a client of a user to a channel.
    ///
    /// May wait for a key to be fetched, for a bounded time.
    public SubscriptionVerdict verify(Token token, String channel, UserId user, ClientId client, Instant now) {
        return switch (signatures.check(token, now)) {
            case Signed.Good good -> {
                try {
                    Claims claims = Claims.read(good.payload(), rules.userClaim());
                    yield judge(claims, new Claims.Target(channel, client.value()), user, now);
                } catch (MalformedClaim e) {
                    yield new SubscriptionVerdict.Invalid(String.valueOf(e.getMessage()));
                }
            }
            case Signed.Bad(String reason) -> new SubscriptionVerdict.Invalid(reason);
            case Signed.Unknown(String reason) -> new SubscriptionVerdict.Unavailable(reason);
        };
    }

    private SubscriptionVerdict judge(Claims claims, Claims.Target wanted, UserId user, Instant now) {
        Claims.Target target = claims.target();
        if (target == null) {
            return new SubscriptionVerdict.Invalid("a connection token cannot open a subscription");
        }
        Optional<String> complaint = rules.complaint(claims.origin());
        if (complaint.isPresent()) {
            return new SubscriptionVerdict.Invalid(complaint.get());
        }
        if (!claims.validity().holdsAt(now)) {
            return new SubscriptionVerdict.Expired();
        }
        if (!target.channel().equals(wanted.channel())) {
            return new SubscriptionVerdict.Mismatch("channel differs from the one asked for");
        }
        if (!claims.user().equals(user.value())) {
            return new SubscriptionVerdict.Mismatch("sub differs from that of the connection");
        }
        if (!target.client().isEmpty() && !target.client().equals(wanted.client())) {
            return new SubscriptionVerdict.Mismatch("client differs from that of the connection");
        }
        ServerSubscription options = claims.options();
        return new SubscriptionVerdict.Valid(new SubscriptionGrant(
                options.info(), options.data(), claims.validity().end(now), options.overrides()));
    }
}
