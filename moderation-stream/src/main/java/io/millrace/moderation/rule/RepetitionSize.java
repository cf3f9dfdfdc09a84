package io.millrace.moderation.rule;

import java.util.ArrayDeque;
import java.util.Deque;

/// Estimates, from its text alone, how large a regular expression becomes when `x{1000}` is written out.
/// Too large by a few steps for many, and for a valid one never too small by more than a small factor.
final class RepetitionSize {

    private static final long ENOUGH = 1 << 20;
    private static final long NONE = -1;
    private static final String POSTFIX = "*+?";
    private static final String NAMED = "xpP";
    private static final String LITERAL_END = "\\E";

    private final String pattern;
    private final Deque<Long> outside = new ArrayDeque<>();
    private long sequence;
    private long atom;
    private int index;

    private RepetitionSize(String pattern) {
        this.pattern = pattern;
    }

    static long of(String pattern) {
        return new RepetitionSize(pattern).measure();
    }

    private long measure() {
        while (index < pattern.length()) {
            char next = pattern.charAt(index);
            index++;
            switch (next) {
                case '(' -> open();
                case ')' -> close();
                case '{' -> repeat();
                case '[' -> skipClass();
                case '\\' -> escape();
                default -> {
                    // What was repeated once can be repeated again after `(?i)` or `\Q\E`.
                    long before = atom;
                    add(1);
                    atom += POSTFIX.indexOf(next) < 0 ? 0 : before;
                }
            }
        }
        while (!outside.isEmpty()) {
            close();
        }
        return sequence;
    }

    private void add(long size) {
        atom = size;
        sequence = Math.min(ENOUGH, sequence + size);
    }

    private void open() {
        int end = index;
        if (pattern.startsWith("?", index)) {
            end++;
            while (end < pattern.length() && (Character.isLetter(pattern.charAt(end)) || pattern.charAt(end) == '-')) {
                end++;
            }
        }
        if (end > index && pattern.startsWith(")", end)) {
            index = end + 1; // `(?i)` takes no step, and a repetition behind it is one of what stands before it.
        } else {
            outside.push(sequence);
            sequence = 0;
        }
    }

    /// A group takes steps even when nothing is in it.
    private void close() {
        long group = sequence + 1;
        sequence = outside.isEmpty() ? 0 : outside.pop();
        add(group);
    }

    private void escape() {
        if (pattern.startsWith("Q", index)) {
            int end = pattern.indexOf(LITERAL_END, index);
            int last = end < 0 ? pattern.length() : end;
            if (last > index + 1) {
                add(last - index - 1);
            }
            index = last + LITERAL_END.length();
            return;
        }
        boolean named = index + 1 < pattern.length()
                && NAMED.indexOf(pattern.charAt(index)) >= 0
                && pattern.charAt(index + 1) == '{';
        int close = named ? pattern.indexOf('}', index) : -1;
        index = close < 0 ? index + 1 : close + 1;
        add(1);
    }

    private void repeat() {
        int end = pattern.indexOf('}', index);
        long times = end < 0 ? NONE : greatest(pattern.substring(index, end));
        if (times == NONE) {
            add(1);
            return;
        }
        index = end + 1;
        if (times > 1) {
            long size = Math.min(ENOUGH, atom * times);
            sequence -= atom;
            add(size);
        }
    }

    /// The greatest number in `3`, `3,` or `3,5`; [#NONE] for what is no repetition.
    private static long greatest(String counts) {
        if (counts.isEmpty() || counts.startsWith(",")) {
            return NONE;
        }
        long greatest = 0;
        long number = 0;
        for (int i = 0; i < counts.length(); i++) {
            char c = counts.charAt(i);
            if (c != ',' && (c < '0' || c > '9')) {
                return NONE;
            }
            number = c == ',' ? 0 : Math.min(ENOUGH, number * 10 + c - '0');
            greatest = Math.max(greatest, number);
        }
        return greatest;
    }

    private void skipClass() {
        index += pattern.startsWith("^", index) ? 1 : 0;
        // A bracket that closes nothing yet is a member.
        index += pattern.startsWith("]", index) ? 1 : 0;
        while (index < pattern.length() && pattern.charAt(index) != ']') {
            boolean named = pattern.startsWith("[:", index);
            int close = named ? pattern.indexOf(":]", index) : -1;
            boolean escape = pattern.charAt(index) == '\\';
            index = close >= 0 ? close + 2 : index + (escape ? 2 : 1);
        }
        index++;
        add(1);
    }
}
