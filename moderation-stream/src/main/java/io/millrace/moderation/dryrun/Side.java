package io.millrace.moderation.dryrun;

import io.millrace.moderation.conduct.Arrival;
import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.conduct.ConductJudge;
import io.millrace.moderation.conduct.ConductVerdict;
import io.millrace.moderation.conduct.SlowMode;
import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.policy.Exemption;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.text.Roles;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Judges one message after the other with one set of policies, and remembers of the senders what rates and
/// conduct ask for. Confined to one thread.
final class Side {

    private final PolicySource policies;
    private final Map<String, Buckets> buckets = new HashMap<>();
    private final Map<String, Conduct> conducts = new HashMap<>();

    Side(PolicySource policies) {
        this.policies = policies;
    }

    /// Judges the next message.
    ///
    /// @param position counts the messages
    Verdict judge(Said said, long position) {
        String sender = said.senderKey();
        Policy policy = policies.of(said.room());
        Admission admission = policies.general().limits().rates().admit(buckets.get(sender), position, said.at());
        buckets.put(sender, admission.after());
        Candidate candidate =
                new Candidate(said.data(), said.format(), policy.limits().text());
        List<Hit> standing = admission.admitted() ? List.of() : List.of(Policy.TOO_FAST);
        if (isExempt(policy.exempt(), said)) {
            return policy.judgeExempt(candidate, standing);
        }
        ConductJudge judge = policy.behaviour().conduct();
        if (!admission.admitted() || judge.isOff()) {
            return policy.judge(candidate, standing);
        }
        ConductVerdict conduct = judge.judge(
                conducts.get(sender), new Arrival(said.room(), position, said.at()), candidate, SlowMode.NONE);
        Verdict verdict = policy.judge(candidate, conduct.hits());
        conducts.put(sender, conduct.after(!(verdict instanceof Verdict.Bounce)));
        return verdict;
    }

    private static boolean isExempt(Exemption exemption, Said said) {
        ByteBuffer info = said.sender().getConnInfo();
        return exemption.users().contains(said.sender().getUser())
                || (info != null && !exemption.roles().isEmpty() && Roles.hasAny(info, exemption.roles()));
    }
}
