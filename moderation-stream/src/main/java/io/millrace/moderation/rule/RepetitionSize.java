package io.millrace.moderation.rule;

import java.util.ArrayDeque;
import java.util.Deque;

/// Estimates, from its text alone, how large a regular expression becomes when `x{1000}` is written out.
/// Never too small for a valid one without `\Q`.
final class RepetitionSize {

    private static final long ENOUGH = 1 << 20;

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
                case '\\' -> {
                    index++;
                    add(1);
                }
                default -> add(1);
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
        outside.push(sequence);
        sequence = 0;
    }

    private void close() {
        long group = sequence;
        sequence = outside.isEmpty() ? 0 : outside.pop();
        add(group);
    }

    private void repeat() {
        int end = pattern.indexOf('}', index);
        long times = end < 0 ? 0 : greatest(pattern.substring(index, end));
        if (times > 1) {
            long size = Math.min(ENOUGH, atom * times);
            sequence -= atom;
            add(size);
            index = end + 1;
        }
    }

    /// The greatest number in `3`, `3,` or `3,5`; 0 for what is no repetition.
    private static long greatest(String counts) {
        long greatest = 0;
        long number = 0;
        for (int i = 0; i < counts.length(); i++) {
            char c = counts.charAt(i);
            if (c != ',' && (c < '0' || c > '9')) {
                return 0;
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
