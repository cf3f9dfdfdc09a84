package io.millrace.moderation.policy;

import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.Rule;
import io.millrace.moderation.rule.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What applies to the moderated messages of a room. Thread-safe.
///
/// @param version digest of everything below, see [PolicyDigest]
/// @param limits how much and how fast
/// @param content the rules on the text, in the order in which they are asked
/// @param behaviour what is judged over time
/// @param scorer what the larger model does
/// @param holds how messages are kept back for people
/// @param exempt who is not judged
public record Policy(
        String version,
        Limits limits,
        List<Rule> content,
        Behaviour behaviour,
        ScorerUse scorer,
        Holds holds,
        Exemption exempt) {

    /// What a sender without room in its buckets is told.
    public static final Hit TOO_FAST =
            Hit.refused(RuleId.RATE, new Refusal(Refusal.TOO_MANY_REQUESTS, "too many requests"));

    private static final Comparator<Hit> TRIALS_LAST_STRICTEST_FIRST =
            Comparator.comparing(Hit::trial).thenComparing(Hit::severity, Comparator.reverseOrder());

    public Policy {
        content = List.copyOf(content);
    }

    /// One that judges single messages by their content alone.
    public Policy(String version, Limits limits, List<Rule> content) {
        this(version, limits, content, Behaviour.OFF, ScorerUse.OFF, Holds.DEFAULT, Exemption.NOBODY);
    }

    /// Judges one message. Rules after the first one that refuses are not asked: the verdict stands, and
    /// whoever floods costs little. Others do not stop the rules behind them.
    ///
    /// @param standing what is held against the message for its sender or its room, whatever it says
    public Verdict judge(Candidate message, List<Hit> standing) {
        return judge(message, standing, content);
    }

    /// The same for a message of a newcomer.
    public Verdict judgeNewcomer(Candidate message, List<Hit> standing) {
        List<Rule> rules = new ArrayList<>(content);
        rules.addAll(behaviour.newcomers());
        return judge(message, standing, rules);
    }

    /// Judges a message of somebody who is exempt: only its size, and what is given.
    ///
    /// @param standing what is held against it nevertheless
    public Verdict judgeExempt(Candidate message, List<Hit> standing) {
        return judge(message, standing, List.of());
    }

    private Verdict judge(Candidate message, List<Hit> standing, List<Rule> rules) {
        List<Hit> hits = limits.size().judge(message);
        boolean refused = !hits.isEmpty();
        if (!refused && !standing.isEmpty()) {
            hits = standing;
            refused = refuses(standing);
        }
        for (int i = 0; !refused && i < rules.size(); i++) {
            List<Hit> found = rules.get(i).judge(message);
            if (!found.isEmpty()) {
                hits = hits.isEmpty() ? found : together(hits, found);
                refused = refuses(found);
            }
        }
        if (hits.size() > 1) {
            hits = new ArrayList<>(hits);
            hits.sort(TRIALS_LAST_STRICTEST_FIRST);
        }
        return Verdict.of(List.copyOf(hits));
    }

    private static boolean refuses(List<Hit> hits) {
        for (Hit hit : hits) {
            if (hit.refuses()) {
                return true;
            }
        }
        return false;
    }

    private static List<Hit> together(List<Hit> hits, List<Hit> found) {
        List<Hit> all = new ArrayList<>(hits);
        all.addAll(found);
        return all;
    }
}
