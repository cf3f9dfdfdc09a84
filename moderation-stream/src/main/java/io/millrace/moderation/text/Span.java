package io.millrace.moderation.text;

/// A stretch of the judged text.
///
/// @param start first UTF-16 index, from 0
/// @param end index after the last one
public record Span(int start, int end) {

    /// @throws IllegalArgumentException when negative or reversed
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("span must be ascending from 0, is " + start + " to " + end);
        }
    }
}
