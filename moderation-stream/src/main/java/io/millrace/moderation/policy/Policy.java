package io.millrace.moderation.policy;

import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.SizeRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What applies to every moderated message. Thread-safe.
///
/// @param version digest of everything below, see [PolicyDigest]
/// @param size the size rule, asked first: what can never be accepted is not told to come again
/// @param rates how fast a sender may send
/// @param textLimit most UTF-16 characters of a message that are judged
/// @param content the rules on the text, in the order in which they are asked
public record Policy(String version, SizeRule size, RateLimits rates, int textLimit, List<Rule> content) {

    private static final Hit TOO_FAST =
            new Hit(RuleId.RATE, null, null, new Refusal(Refusal.TOO_MANY_REQUESTS, "too many requests"));

    public Policy {
        content = List.copyOf(content);
    }

    /// Judges one message. Rules after the first one that refuses are not asked: the verdict stands, and
    /// whoever floods costs little. What only flags the message does not stop the others.
    ///
    /// @param rateAdmitted whether the sender's buckets had room for it
    public Verdict judge(Candidate message, boolean rateAdmitted) {
        List<Hit> hits = size.judge(message);
        if (hits.isEmpty() && !rateAdmitted) {
            hits = List.of(TOO_FAST);
        }
        for (int i = 0; refusal(hits) == null && i < content.size(); i++) {
            hits = together(content.get(i).judge(message), hits);
        }
        Refusal told = refusal(hits);
        return told == null
                ? new Verdict.Allow(List.copyOf(hits))
                : new Verdict.Bounce(told.code(), told.reason(), List.copyOf(hits));
    }

    private static @Nullable Refusal refusal(List<Hit> hits) {
        return hits.isEmpty() ? null : hits.getFirst().refusal();
    }

    /// Refusing hits stay in front.
    private static List<Hit> together(List<Hit> found, List<Hit> flags) {
        if (found.isEmpty() || flags.isEmpty()) {
            return found.isEmpty() ? flags : found;
        }
        boolean refused = refusal(found) != null;
        List<Hit> all = new ArrayList<>(refused ? found : flags);
        all.addAll(refused ? flags : found);
        return all;
    }
}
