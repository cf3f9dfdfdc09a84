package io.millrace.moderation.model;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Letters;
import java.util.Arrays;

/// The words of a text as the model knows them: disguises undone, numbers and links replaced by their shape.
///
/// Besides words in the proper sense there are marks: `#` to `####` for numbers, `$` for money, `/` for a
/// link, `!` for an outcry, `?` for a question, and every pictogram.
final class Words {

    static final int NUMBER = '#';
    static final int MONEY = '$';
    static final int LINK = '/';
    static final int OUTCRY = '!';
    static final int QUESTION = '?';

    private static final int SHORTEST_SPELLED_OUT = 3;
    private static final int FIRST_PICTOGRAM = 0x2190;

    private final FoldedText text;
    private int[] letters;
    private int[] ends;
    private int length;
    private int count;

    private Words(FoldedText text) {
        this.text = text;
        letters = new int[text.length() + 16];
        ends = new int[text.length() / 3 + 8];
    }

    /// Reads a text once.
    static Words of(FoldedText text) {
        Words words = new Words(text);
        words.read();
        words.joinSpelledOut();
        return words;
    }

    int count() {
        return count;
    }

    /// Index of the first letter of a word.
    int start(int word) {
        return word == 0 ? 0 : ends[word - 1];
    }

    /// Index after the last letter of a word.
    int end(int word) {
        return ends[word];
    }

    int letter(int index) {
        return letters[index];
    }

    private void read() {
        int position = 0;
        while (position < text.length()) {
            position = isPartOfWord(position) ? readWord(position) : readSign(position);
        }
    }

    private int readWord(int start) {
        int from = length;
        int position = start;
        while (position < text.length() && (isPartOfWord(position) || isApostrophe(position))) {
            if (!isApostrophe(position)) {
                append(text.latin(position));
            }
            position++;
        }
        length = PlainWord.undisguise(letters, from, length);
        endWord();
        if (startsLinkEnding(position)) {
            mark(LINK);
        }
        return position;
    }

    private int readSign(int position) {
        int sign = text.latin(position);
        int next = position + 1 < text.length() ? text.latin(position + 1) : ' ';
        if (sign == '!' && next == '!') {
            mark(OUTCRY);
            return after('!', position);
        }
        if (sign == '?') {
            mark(QUESTION);
            return after('?', position);
        }
        if (sign == ':' && next == '/') {
            mark(LINK);
        } else if (isCurrency(sign)) {
            mark(MONEY);
        } else if (sign >= FIRST_PICTOGRAM && !Character.isWhitespace(sign)) {
            mark(sign);
        }
        return position + 1;
    }

    private int after(int sign, int start) {
        int position = start;
        while (position < text.length() && text.latin(position) == sign) {
            position++;
        }
        return position;
    }

    /// A letter, a digit, or a sign that stands for a letter because letters are around it.
    private boolean isPartOfWord(int position) {
        if (text.isWord(position)) {
            return true;
        }
        int sign = text.latin(position);
        if (sign == '$' && (isLetter(position + 1) || (touches(position + 1) && isLetter(position + 2)))) {
            return true;
        }
        return isSignForLetter(sign)
                && touches(position - 1)
                && touches(position + 1)
                && !(isDigit(position - 1) && isDigit(position + 1));
    }

    private boolean isLetter(int position) {
        return text.isWord(position) && !Letters.isAsciiDigit(text.latin(position));
    }

    private boolean isDigit(int position) {
        return Letters.isAsciiDigit(text.latin(position));
    }

    /// Whether there is part of a word, or a sign that often stands in one beside others.
    private boolean touches(int position) {
        if (text.isWord(position)) {
            return true;
        }
        return position >= 0 && position < text.length() && isCommonSign(text.latin(position));
    }

    private static boolean isSignForLetter(int sign) {
        return isCommonSign(sign) || sign == '!' || sign == '|' || sign == '+';
    }

    private static boolean isCommonSign(int sign) {
        return sign == '*' || sign == '@' || sign == '$';
    }

    private boolean isApostrophe(int position) {
        int sign = text.latin(position);
        return (sign == '\'' || sign == 0x2019) && text.isWord(position + 1);
    }

    /// Whether a dot and two letters follow at once, as in the name of a site or a file.
    private boolean startsLinkEnding(int position) {
        return position + 2 < text.length()
                && text.latin(position) == '.'
                && isLetter(position + 1)
                && isLetter(position + 2);
    }

    private static boolean isCurrency(int sign) {
        return sign < 128 ? sign == '$' : Character.getType(sign) == Character.CURRENCY_SYMBOL;
    }

    private void mark(int sign) {
        append(sign);
        endWord();
    }

    private void append(int letter) {
        if (length == letters.length) {
            letters = Arrays.copyOf(letters, length * 2);
        }
        letters[length++] = letter;
    }

    private void endWord() {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = length;
    }

    /// Makes one word of three or more letters that stand alone: `i d i o t`. The letters are neighbours
    /// already, so only the ends between them go.
    private void joinSpelledOut() {
        int kept = 0;
        int first = 0;
        while (first < count) {
            int last = first + 1;
            if (isLoneLetter(first)) {
                while (last < count && isLoneLetter(last)) {
                    last++;
                }
            }
            if (last - first >= SHORTEST_SPELLED_OUT) {
                ends[kept++] = ends[last - 1];
            } else {
                for (int word = first; word < last; word++) {
                    ends[kept++] = ends[word];
                }
            }
            first = last;
        }
        count = kept;
    }

    private boolean isLoneLetter(int word) {
        return end(word) - start(word) == 1 && Character.isLetter(letters[start(word)]);
    }

    /// The words with a space between them.
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int word = 0; word < count; word++) {
            all.append(word == 0 ? "" : " ").append(new String(letters, start(word), end(word) - start(word)));
        }
        return all.toString();
    }
}
