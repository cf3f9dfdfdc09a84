package io.millrace.moderation.rule;

import com.google.re2j.Matcher;
import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Looks for the operator's patterns: in the text as it was sent, then as a reader sees it, then with every
/// disguised letter read as Latin. The first place of each pattern counts; of one that is blotted out, every
/// place.
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
        List<View> views = views(message);
        if (views.isEmpty()) {
            return List.of();
        }
        Findings findings = new Findings(RuleId.PATTERN, message);
        for (ContentPattern pattern : patterns) {
            boolean everyPlace = pattern.severity() == Severity.MASK;
            boolean found = false;
            for (int i = 0; i < views.size() && (everyPlace || !found); i++) {
                found = find(pattern, views.get(i), everyPlace, findings);
            }
        }
        return findings.hits();
    }

    private static List<View> views(Candidate message) {
        String whole = message.rawText();
        if (whole.isEmpty()) {
            return List.of();
        }
        FoldedText text = message.text();
        int length = Math.min(text.length(), JUDGED_CHARACTERS);
        String raw = whole.substring(0, Math.min(whole.length(), JUDGED_CHARACTERS));
        String folded = text.folded(0, length);
        String latin = text.latin(0, length);
        List<View> views = new ArrayList<>();
        views.add(new View(raw, null));
        if (!folded.equals(raw)) {
            views.add(new View(folded, text));
        }
        if (!latin.equals(folded)) {
            views.add(new View(latin, text));
        }
        return views;
    }

    /// Whether a pattern is there. Its first place is told, or every place of some length.
    private static boolean find(ContentPattern pattern, View view, boolean everyPlace, Findings findings) {
        Matcher matcher = pattern.pattern().matcher(view.characters);
        boolean found = false;
        while ((everyPlace || !found) && !findings.isFull(pattern.severity()) && matcher.find()) {
            if (!everyPlace || matcher.end() > matcher.start()) {
                findings.add(pattern.severity(), pattern.name(), view.original(matcher.start(), matcher.end()));
            }
            found = true;
        }
        return found;
    }

    /// A reading of the text.
    ///
    /// @param text knows where its characters come from; null for the text as it was sent
    private record View(String characters, @Nullable FoldedText text) {

        Span original(int start, int end) {
            if (text == null) {
                return new Span(start, end);
            }
            int first = characters.codePointCount(0, start);
            int behind = first + characters.codePointCount(start, end);
            return behind > first ? text.span(first, behind) : new Span(0, 0);
        }

        @Override
        public String toString() {
            return "View[length=" + characters.length() + ']';
        }
    }
}
