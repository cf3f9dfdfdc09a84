package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hits of one rule in one message, the strictest first. Confined to one thread.
///
/// At most 64 of each severity are kept, so that many mild ones cannot hide a strict one, and at most 64 are
/// told: more do not change the verdict. So that nothing stays legible, the last place of a message with so
/// many that are to be blotted out reaches to the end of the text.
final class Findings {

    private static final int MOST_HITS = 64;
    private static final Comparator<Hit> STRICTEST_FIRST =
            Comparator.comparing(Hit::severity).reversed();

    private final RuleId rule;
    private final Candidate message;
    private final List<Hit> hits = new ArrayList<>();

    Findings(RuleId rule, Candidate message) {
        this.rule = rule;
        this.message = message;
    }

    /// Whether nothing more of a severity is kept.
    boolean isFull(Severity severity) {
        return hits.size() >= MOST_HITS && count(severity) == MOST_HITS;
    }

    void add(Severity severity, String label, @Nullable Span span) {
        if (isFull(severity)) {
            return;
        }
        hits.add(new Hit(rule, label, severity == Severity.MASK ? masked(span) : span, severity));
    }

    private @Nullable Span masked(@Nullable Span span) {
        boolean last = count(Severity.MASK) == MOST_HITS - 1;
        return last && span != null ? new Span(span.start(), message.rawText().length()) : span;
    }

    private int count(Severity severity) {
        int count = 0;
        for (Hit hit : hits) {
            count += hit.severity() == severity ? 1 : 0;
        }
        return count;
    }

    List<Hit> hits() {
        if (hits.size() > 1) {
            hits.sort(STRICTEST_FIRST);
        }
        return List.copyOf(hits.subList(0, Math.min(hits.size(), MOST_HITS)));
    }
}
