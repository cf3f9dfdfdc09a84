package io.millrace.runtime.health;

/// State of one dependency or part.
///
/// @param up whether it can do its work
/// @param detail one short text for operators; never holds secrets
public record Health(boolean up, String detail) {

    /// Works.
    public static Health up(String detail) {
        return new Health(true, detail);
    }

    /// Does not work, and why.
    public static Health down(String reason) {
        return new Health(false, reason);
    }
}
