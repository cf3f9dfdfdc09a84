package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Objects to messages that call many people, or everyone at once.
///
/// @param limit most different names behind `@` in one message, at least 1
/// @param many what becomes of a message with more; empty when any number may be called
/// @param everyone what becomes of `@everyone` and the like; empty when it may be used
public record MentionRule(int limit, Optional<Severity> many, Optional<Severity> everyone) implements Rule {

    private static final int LONGEST_NAME = 64;
    private static final Set<String> EVERYONE = Set.of("everyone", "here", "all", "channel", "room");

    @Override
    public List<Hit> judge(Candidate message) {
        FoldedText text = message.text();
        Findings findings = new Findings(RuleId.MENTION);
        Set<String> names = new HashSet<>();
        for (int position = 0; position < text.length(); position++) {
            if (text.folded(position) == '@' && !text.isWord(position - 1)) {
                int end = endOfName(text, position + 1);
                String name = text.folded(position + 1, end);
                boolean tooMany = !name.isEmpty() && names.add(name) && names.size() == limit + 1;
                report(findings, name, tooMany, end > position + 1 ? text.span(position, end) : null);
            }
        }
        return findings.hits();
    }

    private void report(Findings findings, String name, boolean tooMany, @Nullable Span span) {
        if (tooMany) {
            many.ifPresent(severity -> findings.add(severity, "mentions", span));
        }
        if (EVERYONE.contains(name)) {
            everyone.ifPresent(severity -> findings.add(severity, "everyone", span));
        }
    }

    private static int endOfName(FoldedText text, int start) {
        int end = start;
        while (end < text.length() && end - start < LONGEST_NAME && isPartOfName(text, end)) {
            end++;
        }
        return end;
    }

    private static boolean isPartOfName(FoldedText text, int position) {
        return text.isWord(position) || text.folded(position) == '_' || text.folded(position) == '-';
    }
}
