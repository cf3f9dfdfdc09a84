package io.millrace.micro;

import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.limit.Rate;
import io.millrace.moderation.limit.RateLimits;
import io.millrace.moderation.policy.Limits;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Blocklist;
import io.millrace.moderation.rule.BlocklistRule;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.SizeRule;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// The verdict on one innocent message of 60 characters: once for each moderated message. And on one that was
/// written to be as costly as can be.
@State(Scope.Thread)
public class ModerationRules {

    private static final int TEXT_LIMIT = 32_768;
    private static final int HOSTILE_LENGTH = 9_000;

    /// Terms of the blocklist.
    @Param({"0", "10000", "50000"})
    public int terms = 0;

    private final byte[] data = Texts.payload(72);
    private final byte[] hostile = Texts.spelledOut(HOSTILE_LENGTH);
    private final RateLimits rates =
            new RateLimits(new Rate(1_000_000, Duration.ofSeconds(60)), new Rate(100_000, Duration.ofSeconds(1)));
    private Policy policy = policy(0);
    private @Nullable Buckets buckets;
    private long position;

    /// Prepares the blocklist.
    @Setup
    public void prepare() {
        policy = policy(terms);
    }

    /// Rate limits and all rules.
    @Benchmark
    public Verdict judge() {
        return judge(data);
    }

    /// The same for 9 KB of single letters.
    @Benchmark
    public Verdict judgeHostile() {
        return judge(hostile);
    }

    private Verdict judge(byte[] payload) {
        position++;
        Admission admission = rates.admit(buckets, position, position);
        buckets = admission.after();
        return policy.judge(
                new Candidate(ByteBuffer.wrap(payload), PayloadFormat.JSON, TEXT_LIMIT),
                admission.admitted() ? List.of() : List.of(Policy.TOO_FAST));
    }

    private Policy policy(int count) {
        Blocklist list = Blocklist.of("micro", Texts.words(count), List.of());
        Limits limits = new Limits(new SizeRule(1 << 20), rates, TEXT_LIMIT);
        return new Policy("micro", limits, List.of(new BlocklistRule(list)));
    }
}
