package io.millrace.moderation.rule;

import com.google.re2j.Matcher;
import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the operator's patterns: in the text as it was sent, then as a reader sees it, then with every
/// disguised letter read as Latin. The first place of each pattern counts.
public final class PatternRule implements Rule {

    /// Most patterns of one policy.
    public static final int MOST_PATTERNS = 50;

    /// Most steps of all patterns together.
    public static final int MOST_STEPS = 2_000;

    private static final int JUDGED_CHARACTERS = 2_000;

    private final List<ContentPattern> patterns;

    /// @throws IllegalArgumentException when there are too many, or they are too large together
    public PatternRule(List<ContentPattern> patterns) {
        int steps = patterns.stream()
                .mapToInt(pattern -> pattern.pattern().programSize())
                .sum();
        if (patterns.size() > MOST_PATTERNS || steps > MOST_STEPS) {
            throw new IllegalArgumentException("at most " + MOST_PATTERNS + " with " + MOST_STEPS
                    + " steps together, are " + patterns.size() + " with " + steps);
        }
        this.patterns = List.copyOf(patterns);
    }

    @Override
    public List<Hit> judge(Candidate message) {
        FoldedText text = message.text();
        if (text.length() == 0) {
            return List.of();
        }
        int length = Math.min(text.length(), JUDGED_CHARACTERS);
        String raw = message.rawText().substring(0, text.span(0, length).end());
        String folded = text.folded(0, length);
        String latin = text.latin(0, length);
        Findings findings = new Findings(RuleId.PATTERN);
        for (ContentPattern pattern : patterns) {
            Span span = find(pattern, raw);
            if (span == null && !folded.equals(raw)) {
                span = original(text, folded, find(pattern, folded));
            }
            if (span == null && !latin.equals(folded)) {
                span = original(text, latin, find(pattern, latin));
            }
            if (span != null) {
                findings.add(pattern.severity(), pattern.name(), span);
            }
        }
        return findings.hits();
    }

    private static @Nullable Span find(ContentPattern pattern, String text) {
        Matcher matcher = pattern.pattern().matcher(text);
        return matcher.find() ? new Span(matcher.start(), matcher.end()) : null;
    }

    /// Where a place of a view stands in the text as it was sent.
    private static @Nullable Span original(FoldedText text, String view, @Nullable Span found) {
        if (found == null) {
            return null;
        }
        int start = view.codePointCount(0, found.start());
        int end = view.codePointCount(0, found.end());
        return end > start ? text.span(start, end) : new Span(0, 0);
    }
}
