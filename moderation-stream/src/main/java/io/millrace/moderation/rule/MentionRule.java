package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Objects to messages that call many people, or everyone at once. The first name too many is told; when such
/// names are blotted out, every one of them.
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
        Findings findings = new Findings(RuleId.MENTION, message);
        Set<String> names = new HashSet<>();
        boolean told = false;
        for (int position = 0; position < text.length(); position++) {
            if (text.folded(position) == '@' && !text.isWord(position - 1)) {
                int end = endOfName(text, position + 1);
                String name = text.folded(position + 1, end);
                if (isTooMany(names, name) && many.isPresent() && (!told || many.get() == Severity.MASK)) {
                    findings.add(many.get(), "mentions", text.span(position, end));
                    told = true;
                }
                if (EVERYONE.contains(name) && everyone.isPresent()) {
                    findings.add(everyone.get(), "everyone", text.span(position, end));
                }
            }
        }
        return findings.hits();
    }

    /// @param names the first different ones, as many as may be called
    private boolean isTooMany(Set<String> names, String name) {
        if (name.isEmpty() || names.contains(name)) {
            return false;
        }
        return names.size() == limit || !names.add(name);
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
