package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import java.util.List;

/// Terms that must not be said, with the exceptions that may.
///
/// A term matches as a whole word (or several), also when disguised: other alphabets, accents, invisible
/// characters, leet digits, letters spaced out or drawn out, common English endings. A term of digits matches
/// only as written. Immutable and thread-safe; never prints its terms.
public final class Blocklist {

    private final String name;
    private final TermTrie terms;
    private final DigitTerms digits;
    private final AllowedPhrases allowed;

    private Blocklist(String name, TermTrie terms, DigitTerms digits, AllowedPhrases allowed) {
        this.name = name;
        this.terms = terms;
        this.digits = digits;
        this.allowed = allowed;
    }

    /// Prepares a list for matching.
    ///
    /// @param name how decisions call the list
    /// @param terms words or phrases of 2 to 60 letters and digits each
    /// @param allowed words or phrases inside which no term counts; as written, case and accents apart
    /// @throws IllegalArgumentException naming the position, not the text, of a term that cannot be used
    public static Blocklist of(String name, List<String> terms, List<String> allowed) {
        TermTrie trie = new TermTrie();
        DigitTerms digits = new DigitTerms();
        for (int i = 0; i < terms.size(); i++) {
            if (!digits.add(terms.get(i))) {
                for (Term term : Term.readings(terms.get(i), i)) {
                    trie.add(term);
                }
            }
        }
        return new Blocklist(name, trie, digits, new AllowedPhrases(allowed));
    }

    /// How decisions call the list.
    public String name() {
        return name;
    }

    /// Looks for the terms of this list in one text. Confined to one thread.
    Search search(FoldedText text) {
        return new Search(text, new TermSearch(terms, text));
    }

    /// A search in one text.
    final class Search {

        private final FoldedText text;
        private final TermSearch words;

        private Search(FoldedText text, TermSearch words) {
            this.text = text;
            this.words = words;
        }

        /// Where the term that starts at a position ends, or -1 when none starts there or an exception covers
        /// it.
        int endOfTermAt(int position) {
            int number = digits.endOfNumberAt(text, position);
            int end = number < 0 ? words.endOfTermAt(position) : number;
            return end >= 0 && allowed.covers(text, position, end) ? -1 : end;
        }
    }

    @Override
    public String toString() {
        return "Blocklist[name=" + name + ']';
    }
}
