package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import java.util.List;

/// Objects to messages that hold a term of a [Blocklist].
///
/// @param severity what becomes of such a message
public record BlocklistRule(Blocklist list, Severity severity) implements Rule {

    /// A list that refuses.
    public BlocklistRule(Blocklist list) {
        this(list, Severity.REFUSE);
    }

    @Override
    public List<Hit> judge(Candidate message) {
        FoldedText text = message.text();
        Blocklist.Search search = list.search(text);
        Findings findings = new Findings(RuleId.BLOCKLIST, message);
        int position = 0;
        while (position < text.length() && !findings.isFull(severity)) {
            int end = search.endOfTermAt(position);
            if (end > position) {
                findings.add(severity, list.name(), text.span(position, end));
                position = end;
            } else {
                position++;
            }
        }
        return findings.hits();
    }
}
