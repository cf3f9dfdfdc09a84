package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Candidate;
import io.millrace.moderation.rule.Severity;
import io.millrace.moderation.text.Fingerprint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One message on its way through the rules, and what is known of its sender before and after. Used once.
final class Change {

    /// Texts are kept at least so long, whatever the rules of this room: those of another may compare longer.
    private static final long TEXTS_KEPT_MILLIS = Duration.ofHours(1).toMillis();

    /// How long the answers are remembered, so that messages read again after a crash find them.
    private static final long KEPT_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final int REPEATS = Offence.IDENTICAL.bit() | Offence.SIMILAR.bit() | Offence.CROSS_POST.bit();

    private final ConductRules rules;
    private final @Nullable Conduct before;
    private final Arrival arrival;
    private final long now;
    private final SlowMode slow;
    private final Pace pace;
    private final int room;
    private int offences;
    private int wait;
    private boolean mustWait;
    private long missing;
    private @Nullable SentText text;

    Change(ConductRules rules, @Nullable Conduct before, Arrival arrival, long now, SlowMode slow) {
        this.rules = rules;
        this.before = before;
        this.arrival = arrival;
        this.now = now;
        this.slow = slow;
        this.pace = before == null ? Pace.NONE : before.pace();
        this.room = arrival.room().value().hashCode();
    }

    /// Slow mode, then the number of characters.
    void judgePace(Candidate message) {
        long waitMillis = pace.wait(room, now, slow);
        if (waitMillis > 0) {
            offences |= Offence.SLOW_MODE.bit();
            wait = ConductJudge.seconds(waitMillis);
            mustWait = true;
            return;
        }
        Flood flood = rules.flood();
        if (flood != null) {
            missing = pace.missing(flood, now)
                    + Pace.price(flood, message.rawText().length());
            if (Pace.isTooMuch(flood, missing)) {
                missing = Pace.price(flood, flood.characters());
                offences |= Offence.FLOOD.bit();
                mustWait = flood.severity() == Severity.REFUSE && !flood.trial();
            }
        }
    }

    /// Whether the message came too soon: it may be sent again, so it is no repetition then.
    boolean mustWait() {
        return mustWait;
    }

    /// Repetitions.
    void judgeText(Fingerprint fingerprint) {
        SentTexts sent = before == null ? SentTexts.NONE : before.texts();
        int distance = rules.texts().distance();
        Repeats identical = rules.identical();
        if (identical != null
                && sent.count(since(identical), earlier -> earlier.isSame(fingerprint)) >= identical.most()) {
            offences |= Offence.IDENTICAL.bit();
        }
        Repeats similar = rules.similar();
        if (similar != null
                && sent.count(since(similar), earlier -> earlier.isSimilar(fingerprint, distance)) >= similar.most()) {
            offences |= Offence.SIMILAR.bit();
        }
        Repeats crossPosts = rules.crossPosts();
        if (crossPosts != null && sent.rooms(since(crossPosts), room, fingerprint, distance) > crossPosts.most()) {
            offences |= Offence.CROSS_POST.bit();
        }
        text = new SentText(now, room, fingerprint.exact(), fingerprint.similar());
    }

    private long since(Repeats repeats) {
        return now - repeats.window().toMillis();
    }

    Answer answer() {
        return new Answer(arrival.position(), offences, wait);
    }

    /// What is known of the sender after it.
    ///
    /// @param taken whether the sender was not told "no"
    Conduct after(boolean taken) {
        SentText sent = text;
        SentTexts texts = before == null ? SentTexts.NONE : before.texts();
        // Who is refused for a repetition and goes on is refused on; any other refused message may come again.
        boolean counts = sent != null && (taken || (offences & REPEATS) != 0);
        return new Conduct(
                times(),
                taken ? paceTaken() : pace,
                sent != null && counts ? texts.with(sent, now - keptMillis()) : texts,
                offences == 0 ? answersBefore() : answersBefore().with(answer()));
    }

    private Pace paceTaken() {
        Pace taken = rules.flood() == null ? pace.taken(now) : pace.taken(now, missing);
        return slow.roomMillis() == 0 ? taken : taken.inRoom(room, now);
    }

    /// Positions of a topic that was made anew say nothing about the ones before.
    private Answers answersBefore() {
        return before == null || arrival.position() <= before.times().position() ? Answers.NONE : before.answers();
    }

    private Conduct.Times times() {
        Newcomers newcomers = rules.newcomers();
        Flood flood = rules.flood();
        long longest = Math.max(
                Math.max(KEPT_MILLIS, rules.longestWindow().toMillis()),
                Math.max(
                        Math.max(slow.roomMillis(), slow.everywhereMillis()),
                        flood == null ? 0 : flood.per().toMillis()));
        long restsAt = now + longest;
        long forgettableAt = newcomers == null
                ? restsAt
                : now + Math.max(longest, newcomers.remembered().toMillis());
        if (before == null) {
            return new Conduct.Times(now, now, arrival.position(), restsAt, forgettableAt);
        }
        Conduct.Times last = before.times();
        return new Conduct.Times(
                last.firstSeen(),
                now,
                arrival.position(),
                Math.max(restsAt, last.restsAt()),
                Math.max(forgettableAt, last.forgettableAt()));
    }

    private long keptMillis() {
        return Math.max(TEXTS_KEPT_MILLIS, rules.longestWindow().toMillis());
    }
}
