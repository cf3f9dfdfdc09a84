package io.millrace.moderation.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/// A regular expression of the operator's, in the syntax of RE2: matching takes time in proportion to the
/// text, whatever the pattern.
///
/// @param name how decisions call it
/// @param pattern looked for anywhere in the text
/// @param severity what becomes of a message that has it
public record ContentPattern(String name, Pattern pattern, Severity severity) {

    /// Most characters of a pattern.
    public static final int MOST_CHARACTERS = 260;

    /// Most steps of a compiled pattern; the time for a character grows with them.
    public static final int MOST_STEPS = 500;

    /// Compiles a pattern.
    ///
    /// @throws IllegalArgumentException saying what is wrong, without the pattern itself
    public static ContentPattern of(String name, String text, Severity severity) {
        if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(
                    "must have 1 to " + MOST_CHARACTERS + " characters, has " + text.length());
        }
        // The compiler has no limit of its own: nested repetitions could use up all memory.
        if (RepetitionSize.of(text) > MOST_STEPS) {
            throw tooLarge();
        }
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.programSize() > MOST_STEPS) {
                throw tooLarge();
            }
            if (pattern.matcher("").find()) {
                throw new IllegalArgumentException("matches every text");
            }
            return new ContentPattern(name, pattern, severity);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        }
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("has repetitions that make more than " + MOST_STEPS + " steps of it");
    }

    @Override
    public String toString() {
        return "ContentPattern[name=" + name + ", severity=" + severity + ']';
    }
}
