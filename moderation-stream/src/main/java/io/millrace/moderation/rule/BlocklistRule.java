package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import java.util.ArrayList;
import java.util.List;

/// Refuses messages that hold a term of a [Blocklist].
public final class BlocklistRule implements Rule {

    private static final int MOST_HITS = 8;
    private static final Refusal REFUSAL =
            new Refusal(Refusal.REJECTED_BY_MODERATION, "message rejected by moderation: " + RuleId.BLOCKLIST.label());

    private final Blocklist list;

    public BlocklistRule(Blocklist list) {
        this.list = list;
    }

    /// The hits, at most eight: more do not change the verdict.
    @Override
    public List<Hit> judge(Candidate message) {
        FoldedText text = message.text();
        Blocklist.Search search = list.search(text);
        List<Hit> hits = new ArrayList<>();
        int position = 0;
        while (position < text.length() && hits.size() < MOST_HITS) {
            int end = search.endOfTermAt(position);
            if (end > position) {
                hits.add(new Hit(RuleId.BLOCKLIST, list.name(), text.span(position, end), REFUSAL));
                position = end;
            } else {
                position++;
            }
        }
        return hits;
    }
}
