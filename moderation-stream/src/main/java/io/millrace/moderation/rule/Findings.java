package io.millrace.moderation.rule;

import io.millrace.moderation.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hits of one rule in one message, those that refuse it first. Confined to one thread.
final class Findings {

    private static final int MOST_HITS = 8;

    private final RuleId rule;
    private final List<Hit> hits = new ArrayList<>();
    private int refusing;

    Findings(RuleId rule) {
        this.rule = rule;
    }

    void add(Severity severity, String label, @Nullable Span span) {
        Hit hit = severity.hit(rule, label, span);
        if (severity == Severity.REFUSE) {
            hits.add(refusing, hit);
            refusing++;
        } else {
            hits.add(hit);
        }
    }

    /// The hits, at most eight: more do not change the verdict.
    List<Hit> hits() {
        return List.copyOf(hits.subList(0, Math.min(hits.size(), MOST_HITS)));
    }
}
