package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Letters;
import io.millrace.moderation.text.TextFolder;
import java.util.HashSet;
import java.util.Set;

/// Terms that are numbers. They match only as written and alone: not as leet, not inside a longer number, a
/// price, a date or an address. Filled once, then read by any thread.
final class DigitTerms {

    private static final String INSIDE_NUMBERS = ".,:/-";

    private final Set<String> terms = new HashSet<>();

    /// Takes a term of digits; returns false for every other one.
    boolean add(String term) {
        String number = TextFolder.fold(term.strip()).folded();
        boolean digits = !number.isEmpty() && number.chars().allMatch(Letters::isAsciiDigit);
        if (digits) {
            terms.add(number);
        }
        return digits;
    }

    /// Where the number at a position ends, or -1 when it is not a term.
    int endOfNumberAt(FoldedText text, int position) {
        if (terms.isEmpty() || !isDigit(text, position) || text.isWord(position - 1)) {
            return -1;
        }
        int end = position;
        while (isDigit(text, end)) {
            end++;
        }
        boolean partOfMore = text.isWord(end)
                || (isDigit(text, position - 2) && isInsideNumbers(text, position - 1))
                || (isDigit(text, end + 1) && isInsideNumbers(text, end));
        return !partOfMore && terms.contains(text.folded(position, end)) ? end : -1;
    }

    private static boolean isDigit(FoldedText text, int position) {
        return position >= 0 && position < text.length() && Letters.isAsciiDigit(text.folded(position));
    }

    private static boolean isInsideNumbers(FoldedText text, int position) {
        return INSIDE_NUMBERS.indexOf(text.folded(position)) >= 0;
    }
}
