package io.millrace.moderation.policy;

import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.SizeRule;
import java.util.List;

/// What applies to every moderated message. Thread-safe.
///
/// @param version digest of everything below, see [PolicyDigest]
/// @param size the size rule, asked first: what can never be accepted is not told to come again
/// @param rates how fast a sender may send
/// @param textLimit most UTF-16 characters of a message that are judged
/// @param content the rules on the text, strongest first
public record Policy(String version, SizeRule size, RateLimits rates, int textLimit, List<Rule> content) {

    private static final Hit TOO_FAST =
            new Hit(RuleId.RATE, null, null, new Refusal(Refusal.TOO_MANY_REQUESTS, "too many requests"));

    public Policy {
        content = List.copyOf(content);
    }

    /// Judges one message. Rules after the first one that fires are not asked: the verdict stands, and
    /// whoever floods costs little.
    ///
    /// @param rateAdmitted whether the sender's buckets had room for it
    public Verdict judge(Candidate message, boolean rateAdmitted) {
        List<Hit> hits = size.judge(message);
        if (hits.isEmpty() && !rateAdmitted) {
            hits = List.of(TOO_FAST);
        }
        for (int i = 0; hits.isEmpty() && i < content.size(); i++) {
            hits = content.get(i).judge(message);
        }
        return combine(hits);
    }

    private static Verdict combine(List<Hit> hits) {
        if (hits.isEmpty()) {
            return new Verdict.Allow(List.of());
        }
        Refusal told = hits.getFirst().refusal();
        return new Verdict.Bounce(told.code(), told.reason(), List.copyOf(hits));
    }
}
