package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Hit;
import io.millrace.moderation.rule.Refusal;
import io.millrace.moderation.rule.RuleId;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.text.Fingerprint;
import io.millrace.moderation.text.TextFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Judges a message by what its sender did before. Thread-safe.
///
/// A timestamp before the last one counts as the last one. A message read again after a crash (its position
/// was seen, its time is not newer) gets the answer it got and is not counted again; a position alone does not
/// make a repeat, so a topic that was made anew starts over cleanly.
public final class ConductJudge {

    private static final long SECOND = 1_000;

    private final ConductRules rules;
    private final Set<Long> allowed = new HashSet<>();

    /// @param rules of the rooms whose messages are judged
    public ConductJudge(ConductRules rules) {
        this.rules = rules;
        for (String text : rules.texts().allowed()) {
            allowed.add(Fingerprint.of(TextFolder.fold(text)).exact());
        }
    }

    /// Whether nothing is asked; then nothing need be judged, unless there is a slow mode by sanction.
    public boolean isOff() {
        return rules.isOff();
    }

    /// Whether it is remembered who is new.
    public boolean knowsNewcomers() {
        return rules.newcomers() != null;
    }

    /// Whether its newcomers' rules apply to a sender.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param at milliseconds since 1970
    public boolean isNewcomer(@Nullable Conduct before, long at) {
        Newcomers newcomers = rules.newcomers();
        if (newcomers == null) {
            return false;
        }
        Conduct known = before == null ? null : before.worthKeeping(at);
        return known == null
                || at - known.times().firstSeen() < newcomers.newFor().toMillis();
    }

    /// Judges one message. Its text is not looked at when no rule needs it, or when the sender has to wait.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param slow slow mode by sanction; the longer of it and the room's counts
    public ConductVerdict judge(@Nullable Conduct before, Arrival arrival, Candidate message, SlowMode slow) {
        if (before != null && isRepeat(before.times(), arrival)) {
            return ConductVerdict.repeated(before, hits(before.answers().at(arrival.position())));
        }
        long now = before == null
                ? arrival.at()
                : Math.max(arrival.at(), before.times().at());
        Conduct known = before == null ? null : before.worthKeeping(now);
        long roomMillis = Math.max(slow.roomMillis(), rules.slowMode().toMillis());
        Change change = new Change(rules, known, arrival, now, new SlowMode(roomMillis, slow.everywhereMillis()));
        change.judgePace(message);
        if (rules.comparesTexts() && !change.mustWait()) {
            Fingerprint text = Fingerprint.of(message.text());
            if (text.length() >= rules.texts().minLength() && !allowed.contains(text.exact())) {
                change.judgeText(text);
            }
        }
        return ConductVerdict.judged(change, hits(change.answer()));
    }

    private static boolean isRepeat(Conduct.Times times, Arrival arrival) {
        return arrival.position() <= times.position() && arrival.at() <= times.at();
    }

    /// An answer in the words of the rules that hold now.
    private List<Hit> hits(Answer answer) {
        if (answer.offences() == 0) {
            return List.of();
        }
        List<Hit> hits = new ArrayList<>();
        for (Offence offence : Offence.values()) {
            if (offence.isIn(answer.offences())) {
                add(hits, offence, answer.waitSeconds());
            }
        }
        return List.copyOf(hits);
    }

    private void add(List<Hit> hits, Offence offence, int wait) {
        switch (offence) {
            case SLOW_MODE ->
                hits.add(Hit.refused(
                        RuleId.SLOW_MODE, new Refusal(Refusal.SLOW_MODE, "slow mode: wait " + wait + " s")));
            case FLOOD -> {
                Flood flood = rules.flood();
                if (flood != null) {
                    hits.add(hit(RuleId.FLOOD, offence, flood.severity(), flood.trial()));
                }
            }
            case IDENTICAL -> addRepeats(hits, offence, rules.identical());
            case SIMILAR -> addRepeats(hits, offence, rules.similar());
            case CROSS_POST -> addRepeats(hits, offence, rules.crossPosts());
        }
    }

    private static void addRepeats(List<Hit> hits, Offence offence, @Nullable Repeats repeats) {
        if (repeats != null) {
            hits.add(hit(RuleId.DUPLICATE, offence, repeats.severity(), repeats.trial()));
        }
    }

    private static Hit hit(RuleId rule, Offence offence, Severity severity, boolean trial) {
        Hit hit = new Hit(rule, offence.label(), null, severity);
        return trial ? hit.onTrial() : hit;
    }

    /// Whole seconds, rounded up, so that whoever waits as told need not wait again.
    static int seconds(long millis) {
        return Math.toIntExact(Math.ceilDiv(millis, SECOND));
    }
}
