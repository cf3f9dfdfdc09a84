package io.millrace.moderation.raid;

/// What a raid was recognised by.
public enum Cause {
    /// Many strangers joined.
    JOINS("joins"),
    /// Many strangers wrote.
    NEWCOMERS("newcomers"),
    /// Many people wrote the same.
    SAME_TEXT("same-text");

    private final String label;

    Cause(String label) {
        this.label = label;
    }

    /// The name in records and metrics.
    public String label() {
        return label;
    }
}
