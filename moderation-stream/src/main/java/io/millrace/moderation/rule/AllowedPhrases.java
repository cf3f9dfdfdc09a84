package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.TextFolder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Words and phrases inside which no term counts. Asked only when a term was found. Immutable.
final class AllowedPhrases {

    private final Set<String> phrases = new HashSet<>();
    private final int mostWords;

    AllowedPhrases(List<String> allowed) {
        int most = 0;
        for (String phrase : allowed) {
            FoldedText text = TextFolder.fold(phrase);
            List<Word> words = words(text, 0, text.length());
            if (!words.isEmpty()) {
                phrases.add(joined(text, words, 0, words.size()));
                most = Math.max(most, words.size());
            }
        }
        mostWords = most;
    }

    /// Whether an allowed phrase covers positions `start` to `end`. Looks only as far as a phrase can reach.
    boolean covers(FoldedText text, int start, int end) {
        if (phrases.isEmpty()) {
            return false;
        }
        int from = start;
        int to = end;
        for (int i = 0; i < mostWords; i++) {
            from = beforeWord(text, from);
            to = behindWord(text, to);
        }
        List<Word> words = words(text, from, to);
        for (int first = 0; first < words.size() && words.get(first).start <= start; first++) {
            int most = Math.min(words.size(), first + mostWords);
            for (int last = first + 1; last <= most; last++) {
                if (words.get(last - 1).end >= end && phrases.contains(joined(text, words, first, last))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int beforeWord(FoldedText text, int position) {
        int start = position;
        while (start > 0 && !text.isWord(start - 1)) {
            start--;
        }
        while (start > 0 && text.isWord(start - 1)) {
            start--;
        }
        return start;
    }

    private static int behindWord(FoldedText text, int position) {
        int end = position;
        while (end < text.length() && !text.isWord(end)) {
            end++;
        }
        while (end < text.length() && text.isWord(end)) {
            end++;
        }
        return end;
    }

    private static List<Word> words(FoldedText text, int from, int to) {
        List<Word> words = new ArrayList<>();
        int position = from;
        while (position < to) {
            int start = position;
            while (position < to && text.isWord(position)) {
                position++;
            }
            if (position > start) {
                words.add(new Word(start, position));
            }
            position++;
        }
        return words;
    }

    private static String joined(FoldedText text, List<Word> words, int first, int last) {
        StringBuilder phrase = new StringBuilder();
        for (Word word : words.subList(first, last)) {
            if (!phrase.isEmpty()) {
                phrase.append(' ');
            }
            phrase.append(text.folded(word.start, word.end));
        }
        return phrase.toString();
    }

    private record Word(int start, int end) {}
}
