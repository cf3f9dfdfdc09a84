package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.Arrival;
import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.conduct.ConductJudge;
import io.millrace.moderation.conduct.ConductVerdict;
import io.millrace.moderation.conduct.SlowMode;
import io.millrace.moderation.limit.Admission;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.Verdict;
import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.state.HeldMessage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Judges what users submit, by what it says and by what is known of its sender and its room. Owned by one
/// stream thread.
final class Judge {

    private static final Hit LOCKED =
            Hit.refused(RuleId.LOCKDOWN, new Refusal(Refusal.LOCKED_DOWN, "room is locked down"));

    private final Environment environment;
    private final Senders senders;
    private final HeldMessages held;
    private final Holding holding;
    private final Execution execution;
    private final ModerationMeters meters;

    Judge(
            Environment environment,
            Senders senders,
            HeldMessages held,
            Holding holding,
            Execution execution,
            ModerationMeters meters) {
        this.environment = environment;
        this.senders = senders;
        this.held = held;
        this.holding = holding;
        this.execution = execution;
        this.meters = meters;
    }

    /// What one partition knows of its senders.
    ///
    /// @param buckets how fast they send
    /// @param conduct what they sent lately
    record Senders(SenderStore<Buckets> buckets, SenderStore<Conduct> conduct) {}

    /// What was found out, and what is to be remembered.
    private record Findings(
            Judged judged,
            @Nullable Conduct conduct,
            @Nullable ConductVerdict verdict) {}

    /// Takes one message.
    void submitted(Judged.Arrived arrived, Emitter out) {
        MessageSubmitted message = arrived.message();
        HeldMessage earlier = held.isEmpty() ? null : held.find(message.getRoom(), message.getMessageId());
        long started = System.nanoTime();
        String sender = arrived.submission().sender();
        Buckets before = senders.buckets.get(sender);
        Admission admission =
                environment.policies().general().limits().rates().admit(before, arrived.position(), arrived.at());
        boolean readAgain = earlier != null && earlier.getPosition() == arrived.position();
        if (earlier != null && !readAgain && !Holding.isTemporary(earlier)) {
            Changes.whole(() -> {
                senders.buckets.put(sender, before, admission.after());
                again(earlier, message, admission.admitted(), out);
            });
            return;
        }
        Findings findings = judge(arrived, sender, admission.admitted());
        Judged judged = findings.judged;
        Duration spent = Duration.ofNanos(System.nanoTime() - started);

        Changes.whole(() -> {
            // The output first, which people wait for: the producer sends what it is given at once.
            boolean taken = carryOut(judged, earlier, readAgain, out);
            senders.buckets.put(sender, before, admission.after());
            if (findings.verdict != null) {
                senders.conduct.put(sender, findings.conduct, findings.verdict.after(taken));
            }
        });
        meters.judged(judged.verdict(), spent, Duration.between(message.getSubmittedAt(), arrived.now()));
    }

    /// What is held is written at once, what is known of its sender with the next commit: after a crash a
    /// message that is held already has its output, but may have to be counted.
    private boolean carryOut(Judged judged, @Nullable HeldMessage earlier, boolean readAgain, Emitter out) {
        if (earlier != null && readAgain) {
            holding.again(earlier, judged.message(), out);
            return true;
        }
        if (earlier != null) {
            held.forget(earlier);
        }
        return execution.carryOut(judged, out);
    }

    /// A message that was sent again with the same id costs its sender as much as another one.
    private void again(HeldMessage known, MessageSubmitted repeat, boolean admitted, Emitter out) {
        if (admitted) {
            holding.again(known, repeat, out);
        } else {
            Refusal told = Policy.TOO_FAST.told();
            out.answer(Outcomes.rejected(repeat, told.code(), told.reason()));
        }
    }

    private Findings judge(Judged.Arrived arrived, String sender, boolean admitted) {
        MessageSubmitted message = arrived.message();
        Policy policy = environment.policies().of(arrived.submission().room());
        Candidate candidate = new Candidate(
                message.getData(), message.getFormat(), policy.limits().text());
        boolean exempt = Exempt.covers(policy.exempt(), message.getSender());
        String user = message.getSender().getUser();
        List<Sanction> sanctions =
                user.isEmpty() ? List.of() : environment.restrictions().sanctions(user);
        List<Hit> standing = standing(arrived, sanctions, admitted);
        boolean stopped =
                !standing.isEmpty() || !policy.limits().size().judge(candidate).isEmpty();
        if (exempt || stopped) {
            Verdict verdict = policy.judgeExempt(candidate, standing);
            return new Findings(new Judged(arrived, policy, candidate, exempt, verdict), null, null);
        }
        return watched(arrived, sender, policy, candidate, sanctions);
    }

    /// Judges a message by what its sender did before, and by what it says.
    private Findings watched(
            Judged.Arrived arrived, String sender, Policy policy, Candidate candidate, List<Sanction> sanctions) {
        ConductJudge judge = policy.behaviour().conduct();
        SlowMode slow = sanctions.isEmpty() ? SlowMode.NONE : Standing.slowMode(sanctions, arrived);
        boolean locked = isLocked(arrived);
        if (judge.isOff() && slow.equals(SlowMode.NONE)) {
            Verdict verdict = policy.judge(candidate, locked ? List.of(LOCKED) : List.of());
            return new Findings(new Judged(arrived, policy, candidate, false, verdict), null, null);
        }
        Conduct before = senders.conduct.get(sender);
        boolean newcomer = judge.isNewcomer(before, arrived.at());
        if (locked && (newcomer || !judge.knowsNewcomers())) {
            Verdict verdict = policy.judge(candidate, List.of(LOCKED));
            return new Findings(new Judged(arrived, policy, candidate, false, verdict), null, null);
        }
        Arrival arrival = new Arrival(arrived.submission().room(), arrived.position(), arrived.at());
        ConductVerdict conduct = judge.judge(before, arrival, candidate, slow);
        Verdict verdict =
                newcomer ? policy.judgeNewcomer(candidate, conduct.hits()) : policy.judge(candidate, conduct.hits());
        return new Findings(new Judged(arrived, policy, candidate, false, verdict), before, conduct);
    }

    /// What is held against a message whatever it says, and whoever sent it.
    private static List<Hit> standing(Judged.Arrived arrived, List<Sanction> sanctions, boolean admitted) {
        Hit sanction = sanctions.isEmpty() ? null : Standing.refusal(sanctions, arrived);
        if (sanction != null) {
            return List.of(sanction);
        }
        return admitted ? List.of() : List.of(Policy.TOO_FAST);
    }

    private boolean isLocked(Judged.Arrived arrived) {
        Lockdown lockdown =
                environment.restrictions().lockdown(arrived.message().getRoom());
        return lockdown != null && lockdown.getUntil().isAfter(arrived.now());
    }
}
