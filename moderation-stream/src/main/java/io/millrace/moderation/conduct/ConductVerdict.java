package io.millrace.moderation.conduct;

import io.millrace.moderation.rule.Hit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of [ConductJudge] to one message.
public final class ConductVerdict {

    private final List<Hit> hits;
    private final @Nullable Conduct same;
    private final @Nullable Change change;

    private ConductVerdict(List<Hit> hits, @Nullable Conduct same, @Nullable Change change) {
        this.hits = hits;
        this.same = same;
        this.change = change;
    }

    static ConductVerdict repeated(Conduct before, List<Hit> hits) {
        return new ConductVerdict(hits, before, null);
    }

    static ConductVerdict judged(Change change, List<Hit> hits) {
        return new ConductVerdict(hits, null, change);
    }

    /// What is held against the message; empty for nothing.
    public List<Hit> hits() {
        return hits;
    }

    /// Whether the message was read again after a crash.
    public boolean isRepeat() {
        return same != null;
    }

    /// What is known of the sender after the message; for one that was read again, what was known before it.
    ///
    /// @param taken whether the message was taken in the end: published, held, shown to its sender alone or
    ///     dropped without a word. False when its sender was told "no", for whatever rule: then it takes no
    ///     part in slow mode, is not charged, and is no repetition when it comes again
    public Conduct after(boolean taken) {
        if (same != null) {
            return same;
        }
        if (change == null) {
            throw new IllegalStateException("a verdict is a repeat or a change");
        }
        return change.after(taken);
    }
}
